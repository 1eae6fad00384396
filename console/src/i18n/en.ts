import { enJournal } from './en_journal'
import { enProblems } from './en_problems'
import { enValues, type Same } from './en_values'
import type { zh } from './zh'

export const en: Same<typeof zh> = {
  ...enValues,
  ...enJournal,
  ...enProblems,
  app: { name: '12345 Hotline', skip: 'Skip to content', notFound: 'There is no such page', home: 'Back to the start' },
  nav: { label: 'Main navigation', desk: 'Tickets', inbox: 'Inbox', duty: 'Duty', overview: 'Overview' },
  feed: {
    connecting: 'Connecting', live: 'Live', waiting: 'Reconnecting', stopped: 'Not connected', hint: 'Live changes of tickets',
  },
  pref: { language: '中文', dark: 'Dark', light: 'Light', keys: 'Shortcuts', signOut: 'Sign out' },
  signIn: {
    title: 'Sign in', lead: 'Paste the access token you were given. It is kept in this tab only and forgotten when it closes.', token: 'Access token',
    enter: 'Sign in', wrong: 'The token is wrong or disabled', expired: 'Your session ended; please sign in again',
  },
  common: {
    cancel: 'Cancel', close: 'Close', retry: 'Retry', save: 'Submit', sending: 'Sending…', loading: 'Loading…', more: 'Load more', end: 'That is all',
    all: 'All', yes: 'Yes', no: 'No', none: 'None', refresh: 'Refresh', back: 'Back to the list', optional: 'optional', required: 'required',
    choose: 'Choose', requestId: 'Request', field: 'Field', show: 'Show', hide: 'Hide',
  },
  error: {
    network: 'No connection; the outcome is unknown', networkHint: 'Your text is safe. “Retry” sends it under the same key, so it cannot be taken twice.',
    busy: 'The system is busy', busyHint: 'Nothing was kept; try again in a moment.', tooLong: 'More than {max} characters', needed: 'Required', generic: 'Could not be done',
    load: 'Could not be loaded',
  },
  clash: {
    title: 'Somebody changed the ticket while you were writing (version {from} → {to})', changes: 'What changed:', retry: 'Understood, submit on the new version',
  },
  list: {
    label: 'Tickets', allStages: 'All stages', allDistricts: 'All districts', stage: 'Stage', district: 'District', overdue: 'Limit', onlyOverdue: 'Overdue only', fresh: '{n} new: click to show', left: 'No longer in this list',
    empty: 'No ticket matches', tidy: 'Clear {n} that left', filters: 'Filters', noUnit: 'Not dispatched', quick: 'Quick filters', newTicket: 'New ticket',
  },
  flag: {
    overdue: 'Overdue', yellow: 'Yellow', red: 'Red', supervised: 'Supervised', confidential: 'Confidential', anonymous: 'Anonymous', urged: 'Urged {n}', redo: 'Redo {n}',
    led: 'Leader call', masked: 'Masked',
  },
  countdown: {
    left: '{time} left', late: '{time} over', none: 'No limit', minutes: '{m} min', hours: '{h} h', hoursMinutes: '{h} h {m} min', working: 'in working time', due: 'due {at}',
    started: 'from {at}', guessed: 'estimated: the calendar is not published yet',
  },
  form: {
    title: 'New ticket', elements: 'Five elements', who: 'Who', when: 'When', where: 'Where', why: 'Why', what: 'What', whoHint: 'caller', whenHint: 'time', whereHint: 'place',
    whyHint: 'cause', whatHint: 'course and wish', has: 'there', lacks: 'missing', missingOn: 'Incomplete: accept now, supplement later', missing: 'What is missing', request: 'Request',
    caller: 'Caller', handling: 'Handling', auto: 'Send to the suggested unit', manual: 'To the dispatcher', submit: 'Accept', submitKey: 'Ctrl+Enter', clear: 'Clear',
    draftKept: 'Draft kept in this tab', opened: 'Accepted as {number}', replayed: 'This form was accepted before as {number}', keyReused: 'This form was accepted before; do not send it twice.',
    asNew: 'Send as a new ticket', district: 'District', item: 'Catalogue item', channel: 'Channel', kind: 'Kind', urgency: 'Urgency', subject: 'Title', callerName: 'Name',
    callerPhone: 'Phone', callerAddress: 'Address', confidential: 'Confidential', anonymous: 'Anonymous', ledBy: 'Leader', place: 'Place', happened: 'When it happened', cause: 'Cause',
    course: 'Course and wish', exampleWhen: 'e.g. since 8 pm yesterday', bodyWhen: 'Time', bodyWhy: 'Cause', bodyWhat: 'Course and wish',
  },
  suggest: {
    title: 'Suggested unit', idle: 'Appears once there is a title or text', none: 'Not clear: to the dispatcher', accept: 'Use it', accepted: 'Used', key: 'Alt+Enter', because: 'Because',
    failed: 'No suggestion at the moment; you can go on', thinking: 'Thinking…',
  },
  ticket: {
    facts: 'Request', legs: 'Assignments', limits: 'Limits', petitions: 'Petitions', timeline: 'Journal', deliveries: 'Deliveries', actions: 'Actions', noLegs: 'Not dispatched yet',
    noLimits: 'No limit', noDeliveries: 'No delivery', caller: 'Caller', place: 'Place', item: 'Item', district: 'District', channel: 'Channel', kind: 'Kind', receivedAt: 'Received',
    openedBy: 'Taken by', policy: 'Policy', routing: 'Suggestion', missing: 'Missing', supplements: 'Supplements', directAnswer: 'Direct answer', closingNote: 'Told the caller',
    mergedInto: 'Merged into', firstVisit: 'First visit', finalVisit: 'Final visit', publicReply: 'Public reply', internalReply: 'Handling notes (internal)', sentBack: 'sent back {n}×',
    extended: 'extended {n}×', dispatchedAt: 'Dispatched', receivedLeg: 'Received', contactedAt: 'Contacted', repliedAt: 'Replied', done: 'Done: {action}', showClocks: 'Show clocks',
    asked: 'asked {at}', days: '{n} working days', basis: 'Basis', suggestedUnit: 'Suggested unit', version: 'Version {n}', noActions: 'Nothing for you to do at this stage', attempts: '{n} attempts',
    parent: 'Under', system: 'System', pick: 'Choose a ticket on the left', pickHint: 'Alt+J / Alt+K to move, Alt+N for a new one', delivered: 'Delivered', nobody: 'No name', hotline: 'Hotline',
    myTask: 'My assignment', subtitle: 'Taken {at}',
  },
  inbox: { title: 'Inbox of my unit', all: 'All ours', mine: 'To do', empty: 'Nothing to do' },
  duty: {
    title: 'Duty roster {year}-{month}', now: 'On duty now', date: 'Date', weekday: 'Day', vacant: 'Vacant', nextDay: '{at} next day', vacantNow: 'Nobody is on duty', previous: 'Previous month', next: 'Next month', today: 'Today',
    print: 'Print', guessed: 'not published', version: 'Calendar version {v}', until: 'until {at}', scope: 'Scope', vacantDays: '{n} vacant days', full: 'No vacancy', thisMonth: 'This month',
    legend: 'Legend',
  },
  overview: {
    title: 'Overview', byStage: 'Tickets by stage', overdue: 'Open and overdue', undelivered: 'Undelivered', open: 'Open', closed: 'Over', at: 'as of {at}', total: 'Total',
    seeOverdue: 'See the overdue tickets', allGood: 'none', liveHint: 'Refreshes as tickets change',
  },
  keys: {
    title: 'Shortcuts', newTicket: 'New ticket', next: 'Next ticket', previous: 'Previous ticket', reveal: 'Show new tickets', accept: 'Use the suggestion', submit: 'Submit the form', help: 'This sheet',
    close: 'Close the dialog', note: 'Shortcuts are off while an input method is composing',
  },
}
