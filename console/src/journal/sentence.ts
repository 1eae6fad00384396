// One event of the journal as a sentence for people, and the words somebody wrote, quoted apart.
import { dateTime } from '../composables/moment'
import type { JournalEvent, Milestone } from '../api/types'

type Translate = (key: string, named?: Record<string, unknown>) => string

export interface SentenceContext {
  t: Translate
  unitName: (code: string) => string
  legUnitName: (leg: string) => string // by assignment id
  milestone: (id: string) => Milestone | undefined
  petitionKind: (id: string) => string | undefined
  pauseReason: (code: string) => string // its name
  noticeKind: (id: string) => string | undefined // of the notices that this person sees
}

export interface Quote {
  label: string
  text: string
}

export interface Sentence {
  text: string
  quotes: Quote[]
  tone: 'plain' | 'clock' | 'warn' | 'good' | 'bad'
}

type Render = (event: JournalEvent, context: SentenceContext) => Sentence

const textOf = (value: unknown): string => (value === undefined || value === null ? '' : String(value))

function sentence(
  text: string,
  tone: Sentence['tone'] = 'plain',
  quotes: (Quote | undefined)[] = [],
): Sentence {
  return { text, tone, quotes: quotes.filter((quote): quote is Quote => quote !== undefined) }
}

function quote({ t }: SentenceContext, label: string, value: unknown): Quote | undefined {
  const text = textOf(value)
  return text ? { label: t(`quote.${label}`), text } : undefined
}

// The label of a value of a closed list; empty when the event does not say.
const labelOf = ({ t }: SentenceContext, group: string, value: unknown): string =>
  value ? t(`${group}.${textOf(value)}`) : ''

const legOf = (event: JournalEvent) => textOf(event.assignment ?? event.leg)
const clockOf = (event: JournalEvent) => textOf(event.milestone ?? event.clock)

function milestoneName(event: JournalEvent, context: SentenceContext): string {
  const known = context.milestone(clockOf(event))
  const kind = textOf(event.kind) || known?.kind
  const usual = kind ? context.t(`milestoneKind.${kind}`) : context.t('journal.someClock')
  const name = known?.label || usual
  const leg = legOf(event) || known?.assignment
  const unit = leg ? context.legUnitName(leg) : ''
  return unit ? context.t('journal.clockOfUnit', { unit, name }) : name
}

const plain =
  (key: string, label?: string, member = 'note'): Render =>
  (event, context) =>
    sentence(context.t(`journal.${key}`), 'plain', [label ? quote(context, label, event[member]) : undefined])

const ofLeg =
  (key: string, label: string, member = 'note'): Render =>
  (event, context) =>
    sentence(context.t(`journal.${key}`, { unit: context.legUnitName(legOf(event)) }), 'plain', [
      quote(context, label, event[member]),
    ])

function opened(event: JournalEvent, context: SentenceContext): Sentence {
  const request = (event.request ?? event) as Record<string, unknown>
  const routing = event.routing as { explanation?: string } | undefined
  return sentence(
    context.t('journal.opened', {
      channel: labelOf(context, 'channel', request.channel ?? 'phone'),
      kind: labelOf(context, 'kind', request.kind ?? 'other'),
    }),
    'plain',
    [quote(context, 'routing', routing?.explanation), quote(context, 'missing', event.missing)],
  )
}

function dispatched(event: JournalEvent, context: SentenceContext): Sentence {
  const designated = event.designated ? 'journal.designated' : 'journal.dispatched'
  const key = event.parent ? 'journal.subdispatched' : designated
  return sentence(
    context.t(key, {
      unit: context.unitName(textOf(event.unit)),
      role: labelOf(context, 'legRole', event.role ?? 'lead'),
    }),
    'plain',
    [quote(context, 'note', event.note)],
  )
}

function askedText(
  kind: string | undefined,
  unit: string,
  event: JournalEvent,
  context: SentenceContext,
): string {
  const days = textOf(event.working_days)
  switch (kind) {
    case 'extend':
      return context.t('journal.extendAsked', { unit, days })
    case 'suspend':
      return context.t('journal.suspendAsked', { unit, days, code: context.pauseReason(textOf(event.code)) })
    case 'appeal':
      return context.t('journal.appealAsked', { unit, name: milestoneName({ ...event, kind: '' }, context) })
    default:
      return context.t('journal.returnAsked', { unit })
  }
}

function petitionAsked(event: JournalEvent, context: SentenceContext): Sentence {
  const unit = context.legUnitName(legOf(event))
  const kind = textOf(event.kind) || context.petitionKind(textOf(event.petition))
  const suggested = textOf(event.suggested_unit)
  return sentence(askedText(kind, unit, event, context), 'warn', [
    quote(context, 'reason', event.reason),
    quote(context, 'basis', event.basis),
    quote(context, 'suggested', suggested && context.unitName(suggested)),
  ])
}

function petitionDecided(event: JournalEvent, context: SentenceContext): Sentence {
  const kind = textOf(event.kind) || context.petitionKind(textOf(event.petition)) || 'return_leg'
  const state = textOf(event.state)
  return sentence(
    context.t('journal.petitionDecided', {
      kind: context.t(`petitionKind.${kind}`),
      state: labelOf(context, 'petitionState', state),
    }),
    state === 'approved' ? 'good' : 'plain',
    [quote(context, 'note', event.note)],
  )
}

function visited(event: JournalEvent, context: SentenceContext): Sentence {
  const visit = (event.visit ?? event) as Record<string, unknown>
  const yes = (member: string) => context.t(`visit.${member}.${visit[member] ? 'yes' : 'no'}`)
  if (!visit.reached) {
    return sentence(context.t('journal.notReached'), 'warn', [quote(context, 'note', visit.note)])
  }
  const good = Boolean(visit.solved && visit.satisfied)
  const findings = ['contacted', 'solved', 'satisfied'].map(yes).join(context.t('journal.comma'))
  const key = event.closes ? 'journal.visitedClosed' : 'journal.visitedRedo'
  return sentence(context.t(key, { findings }), good ? 'good' : 'bad', [quote(context, 'note', visit.note)])
}

// Before the end it warns; what the clock does of itself is nobody's fault.
function stepTone(step: unknown): Sentence['tone'] {
  if (step === 'warn_yellow' || step === 'urge') return 'warn'
  const quiet = ['notify', 'auto_receive', 'deem_accepted', 'start_visit']
  return quiet.includes(textOf(step)) ? 'clock' : 'bad'
}

function noticeIssued(event: JournalEvent, context: SentenceContext): Sentence {
  const text = context.t('journal.notice_issued', {
    name: milestoneName({ ...event, kind: '' }, context),
    kind: labelOf(context, 'noticeKind', event.kind),
  })
  return sentence(text, event.kind === 'message' ? 'clock' : 'warn', [
    quote(context, 'to', context.unitName(textOf(event.to))),
  ])
}

function noticeDone(event: JournalEvent, context: SentenceContext): Sentence {
  const kind = context.noticeKind(textOf(event.notice))
  const quotes = [quote(context, 'note', event.note)]
  if (!kind) return sentence(context.t('journal.noticeDone'), 'plain', quotes)
  if (kind === 'phone_task') return sentence(context.t('journal.calledUnit'), 'plain', quotes)
  const text = context.t('journal.noticeSeen', { kind: context.t(`noticeKind.${kind}`) })
  return sentence(text, 'plain', quotes)
}

function clockMoved(event: JournalEvent, context: SentenceContext): Sentence {
  const named = { name: milestoneName(event, context), due: dateTime(event.due_at as string) }
  const cause = labelOf(context, 'moveCause', event.cause)
  const text = cause
    ? context.t('journal.clockMoved', { ...named, cause })
    : context.t('journal.clock_moved', named)
  return sentence(text, 'clock')
}

function clockCorrected(event: JournalEvent, context: SentenceContext): Sentence {
  const correction = (event.correction ?? {}) as Record<string, unknown>
  const key = correction.counts ? 'journal.correctedCounts' : 'journal.correctedNot'
  return sentence(
    context.t(key, { name: milestoneName(event, context) }),
    correction.counts ? 'bad' : 'good',
    [quote(context, 'reason', correction.reason)],
  )
}

const renders: Record<string, Render> = {
  opened,
  supplemented: plain('supplemented', 'text', 'text'),
  answered_directly: plain('answered_directly', 'answer', 'answer'),
  declined: (event, context) =>
    sentence(
      context.t('journal.declined', { reason: labelOf(context, 'declineReason', event.reason) }),
      'bad',
      [quote(context, 'told', event.told)],
    ),
  transferred_to_emergency: (event, context) =>
    sentence(context.t('journal.transferred', { line: labelOf(context, 'line', event.line) }), 'warn', [
      quote(context, 'note', event.note),
    ]),
  dispatched,
  received: (event, context) =>
    ofLeg(event.by_clock ? 'receivedByClock' : 'received', 'note')(event, context),
  deemed_accepted: ofLeg('deemed_accepted', 'note'),
  contact_recorded: ofLeg('contact_recorded', 'note'),
  plan_submitted: ofLeg('plan_submitted', 'plan', 'text'),
  progress_answered: ofLeg('progress_answered', 'progress', 'text'),
  service_confirmed: ofLeg('service_confirmed', 'note'),
  complex_marked: (event, context) => plain(event.on ? 'complexOn' : 'complexOff', 'note')(event, context),
  petition_asked: petitionAsked,
  petition_decided: petitionDecided,
  leg_ended: (event, context) =>
    sentence(
      context.t('journal.leg_ended', {
        unit: context.legUnitName(legOf(event)),
        state: labelOf(context, 'legState', event.state),
      }),
      'plain',
      [quote(context, 'reason', event.reason)],
    ),
  replied: (event, context) =>
    sentence(context.t('journal.replied', { unit: context.legUnitName(legOf(event)) }), 'plain', [
      quote(context, 'public', event.public_text ?? event.public_reply),
      quote(context, 'internal', event.internal_text ?? event.internal_reply),
    ]),
  reply_checked: (event, context) =>
    sentence(
      context.t(event.accepted ? 'journal.checkedYes' : 'journal.checkedNo', {
        unit: context.legUnitName(legOf(event)),
      }),
      event.accepted ? 'good' : 'bad',
      [quote(context, 'note', event.note)],
    ),
  visit_opened: plain('visit_opened'),
  visited,
  redo_ordered: (event, context) => ({
    ...ofLeg('redo_ordered', 'reason', 'reason')(event, context),
    tone: 'bad',
  }),
  urged: (event, context) => ({ ...plain('urged', 'note')(event, context), tone: 'warn' }),
  supervision_set: (event, context) =>
    sentence(context.t(event.on ? 'journal.supervisionOn' : 'journal.supervisionOff'), 'warn', [
      quote(context, 'note', event.note),
    ]),
  notice_issued: noticeIssued,
  notice_done: noticeDone,
  merged_into: (event, context) => sentence(context.t('journal.merged_into', { into: textOf(event.into) })),
  caller_answered: plain('caller_answered', 'answer', 'text'),
  withdrawn: plain('withdrawn', 'reason', 'reason'),
  archived: plain('archived'),
  clock_started: (event, context) =>
    sentence(
      context.t('journal.clock_started', {
        name: milestoneName(event, context),
        due: dateTime(event.due_at as string),
      }),
      'clock',
    ),
  clock_stopped: (event, context) =>
    sentence(
      context.t(event.state === 'cancelled' ? 'journal.clockCancelled' : 'journal.clockMet', {
        name: milestoneName(event, context),
      }),
      'clock',
    ),
  clock_moved: clockMoved,
  clock_corrected: clockCorrected,
  step_reached: (event, context) =>
    sentence(
      context.t('journal.step_reached', {
        name: milestoneName(event, context),
        step: labelOf(context, 'stepKind', event.step),
      }),
      stepTone(event.step),
      [quote(context, 'toldOfficer', event.told)],
    ),
}

export function sentenceOf(event: JournalEvent, context: SentenceContext): Sentence {
  const render = renders[event.type]
  return render ? render(event, context) : sentence(context.t('journal.unknown', { type: event.type }))
}

export const renderedTypes: readonly string[] = Object.keys(renders)
