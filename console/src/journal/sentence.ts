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
  const name = kind ? context.t(`milestoneKind.${kind}`) : context.t('journal.someClock')
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
  const key = event.parent ? 'journal.subdispatched' : 'journal.dispatched'
  return sentence(
    context.t(key, {
      unit: context.unitName(textOf(event.unit)),
      role: labelOf(context, 'legRole', event.role ?? 'lead'),
    }),
    'plain',
    [quote(context, 'note', event.note)],
  )
}

function petitionAsked(event: JournalEvent, context: SentenceContext): Sentence {
  const unit = context.legUnitName(legOf(event))
  const kind = textOf(event.kind) || context.petitionKind(textOf(event.petition))
  const suggested = textOf(event.suggested_unit)
  const text =
    kind === 'extend'
      ? context.t('journal.extendAsked', { unit, days: textOf(event.working_days) })
      : context.t('journal.returnAsked', { unit })
  return sentence(text, 'warn', [
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
  received: ofLeg('received', 'note'),
  contact_recorded: ofLeg('contact_recorded', 'note'),
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
  merged_into: (event, context) => sentence(context.t('journal.merged_into', { into: textOf(event.into) })),
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
  clock_moved: (event, context) =>
    sentence(
      context.t('journal.clock_moved', {
        name: milestoneName(event, context),
        due: dateTime(event.due_at as string),
      }),
      'clock',
    ),
  step_reached: (event, context) =>
    sentence(
      context.t('journal.step_reached', {
        name: milestoneName(event, context),
        step: labelOf(context, 'stepKind', event.step),
      }),
      event.step === 'warn_yellow' ? 'warn' : 'bad',
      [quote(context, 'toldOfficer', event.told)],
    ),
}

export function sentenceOf(event: JournalEvent, context: SentenceContext): Sentence {
  const render = renders[event.type]
  return render ? render(event, context) : sentence(context.t('journal.unknown', { type: event.type }))
}

export const renderedTypes: readonly string[] = Object.keys(renders)
