import type { Same } from './en_values'
import type { zhJournal } from './zh_journal'

export const enJournal: Same<typeof zhJournal> = {
  journal: {
    opened: 'Took the request ({channel}, {kind})', supplemented: 'Supplemented', answered_directly: 'Answered directly and closed',
    declined: 'Declined: {reason}', transferred: 'Transferred to {line}', dispatched: 'Dispatched to {unit} ({role})',
    subdispatched: 'Sub-dispatched to {unit} ({role})', received: '{unit} received it', contact_recorded: '{unit} contacted the caller',
    returnAsked: '{unit} asks to return it', extendAsked: '{unit} asks for {days} more working days', petitionDecided: '{kind} petition: {state}',
    leg_ended: 'Assignment of {unit} ended ({state})', replied: '{unit} replied', checkedYes: 'Accepted the reply of {unit}',
    checkedNo: 'Sent back the reply of {unit}', notReached: 'Visit: caller not reached', visitedClosed: 'Visit: {findings}; closed',
    visitedRedo: 'Visit: {findings}; to be redone', redo_ordered: 'Ordered {unit} to redo', urged: 'Urged', supervisionOn: 'Put under supervision',
    supervisionOff: 'Supervision lifted', merged_into: 'Merged into {into}', withdrawn: 'Withdrawn', archived: 'Archived',
    clock_started: '{name} limit started, due {due}', clockMet: '{name} limit met', clockCancelled: '{name} limit cancelled',
    clock_moved: '{name} limit moved to {due}', step_reached: '{name} limit: {step}', unknown: '“{type}” happened', someClock: 'A', clockOfUnit: '{unit} · {name}',
    comma: ', ',
  },
  quote: {
    routing: 'Suggestion', missing: 'Missing', text: 'Text', answer: 'Answer', told: 'Told the caller', note: 'Note', reason: 'Reason', basis: 'Basis',
    suggested: 'Suggested unit', public: 'Public reply', internal: 'Internal', toldOfficer: 'Notified',
  },
  visit: {
    reached: { yes: 'reached', no: 'not reached' }, contacted: { yes: 'contacted by the unit', no: 'not contacted by the unit' },
    solved: { yes: 'solved', no: 'not solved' }, satisfied: { yes: 'satisfied', no: 'not satisfied' },
  },
  action: {
    dispatch: 'Dispatch', join: 'Add assisting units', visit: 'Visit', finalVisit: 'Final visit', redo: 'Redo', answer: 'Answer directly', supplement: 'Supplement', urge: 'Urge', supervise: 'Supervise',
    unsupervise: 'Lift supervision', transfer: 'To emergency line', decline: 'Decline', merge: 'Merge', withdraw: 'Withdraw', archive: 'Archive',
    receive: 'Receive', reply: 'Reply', check: 'Check reply', contact: 'Record contact', extend: 'Ask extension', return: 'Ask return',
    subdispatch: 'Sub-dispatch', exit: 'Exit', approve: 'Approve', reject: 'Reject',
  },
  field: {
    lead: 'Lead unit', assist: 'Assisting units', note: 'Note', reason: 'Reason', answer: 'Answer', text: 'Text', line: 'Line',
    told: 'What the caller was told (with the right route)', into: 'Merge into ticket', reached: 'Caller reached', contacted: 'Unit had contacted the caller',
    solved: 'Problem solved', satisfied: 'Caller satisfied', final: 'Final visit', public_text: 'Public reply (the caller sees it)',
    internal_text: 'Handling notes (hotline only)', accept: 'Accept the reply', working_days: 'Working days to add', basis: 'Legal or mandate basis',
    suggested_unit: 'Suggested unit', units: 'Units',
  },
  hint: {
    final: 'Close whatever the answer; no redo', public_text: 'The caller is told this text: keep internal matters out', internal_text: 'The caller never sees this text',
    basis: 'Name the article or the mandate', into: '14 digits',
  },
}
