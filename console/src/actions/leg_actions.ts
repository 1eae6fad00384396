import type { Assignment, Me, Milestone, Petition, Ticket } from '../api/types'
import type { MilestoneKind } from '../api/values'
import type { LegAction, PetitionAction } from './action'
import { extensionDays, meetsNeeds, suspensionFields } from './policy_fields'

const note = { name: 'note', kind: 'textarea', max: 2000 } as const
const reason = { name: 'reason', kind: 'textarea', required: true, max: 2000 } as const

// Working on a leg that was not signed for signs for it, so every kind of work is offered at once.
const works = (ticket: Ticket, leg: Assignment) =>
  ticket.stage === 'handling' && (leg.state === 'awaiting_receipt' || leg.state === 'handling')
// An appeal is about the past and keeps no work from being done.
const pending = (ticket: Ticket, leg: Assignment) =>
  ticket.petitions.find(
    (one) => one.assignment === leg.id && one.state === 'pending' && one.kind !== 'appeal',
  )
const returns = (ticket: Ticket, leg: Assignment) => pending(ticket, leg)?.kind === 'return_leg'
const mayAsk = (ticket: Ticket, leg: Assignment) => works(ticket, leg) && !pending(ticket, leg)

const running = (ticket: Ticket, leg: Assignment, ...kinds: MilestoneKind[]) =>
  ticket.milestones.filter(
    (one) => one.state === 'running' && one.assignment === leg.id && kinds.includes(one.kind),
  )
// What an extension moves: the leg's own limit, else of the lead that of the whole ticket.
const resolveLimit = (ticket: Ticket, leg: Assignment) =>
  running(ticket, leg, 'resolve', 'redo')[0] ??
  (leg.role === 'lead'
    ? ticket.milestones.find(
        (one) => one.state === 'running' && !one.assignment && ['resolve', 'redo'].includes(one.kind),
      )
    : undefined)
// A corrected overdue stays on record though its limit ends later now.
const isAhead = (limit: Milestone | undefined) =>
  !!limit && (!limit.overdue || (limit.working_minutes_left ?? 0) > 0)
const canExtend = (ticket: Ticket, leg: Assignment) =>
  !!leg.next_extension && meetsNeeds(leg.next_extension, ticket) && isAhead(resolveLimit(ticket, leg))
// Acting at the last instant is in time.
const canReturn = (leg: Assignment, now: number) =>
  !leg.designated && !leg.accepted_at && (!leg.return_until || now <= Date.parse(leg.return_until))
// What a suspension stops: the limits that wait for the unit's work.
const canSuspend = (ticket: Ticket, leg: Assignment) =>
  leg.pause_reasons.length > 0 &&
  !leg.suspended_until &&
  running(ticket, leg, 'plan', 'reply', 'resolve', 'redo').length > 0

export const legActions: readonly LegAction[] = [
  {
    id: 'receive',
    target: 'assignment',
    verb: 'receive',
    roles: ['unit', 'dispatcher'],
    primary: true,
    when: (ticket, leg) => works(ticket, leg) && leg.state === 'awaiting_receipt',
    fields: [],
  },
  {
    id: 'reply',
    target: 'assignment',
    verb: 'reply',
    roles: ['unit', 'dispatcher'],
    primary: true,
    when: (ticket, leg) => works(ticket, leg) && !returns(ticket, leg),
    fields: [
      { name: 'public_text', kind: 'textarea', required: true, max: 20000, hint: 'hint.public_text' },
      { name: 'internal_text', kind: 'textarea', max: 20000, hint: 'hint.internal_text' },
    ],
  },
  {
    id: 'check',
    target: 'assignment',
    verb: 'check',
    roles: ['dispatcher'],
    primary: true,
    when: (ticket, leg) =>
      ticket.stage === 'awaiting_check' && leg.role === 'lead' && leg.state === 'replied',
    fields: [{ name: 'accept', kind: 'switch', initial: true }, note],
  },
  {
    id: 'contact',
    target: 'assignment',
    verb: 'contact',
    roles: ['unit', 'dispatcher'],
    when: works,
    fields: [{ ...note, required: true }],
  },
  {
    id: 'plan',
    target: 'assignment',
    verb: 'plan',
    roles: ['unit', 'dispatcher'],
    when: works,
    fields: [{ name: 'text', label: 'plan', kind: 'textarea', required: true, max: 20000 }],
  },
  {
    id: 'progress',
    target: 'assignment',
    verb: 'progress',
    roles: ['unit', 'dispatcher'],
    when: works,
    fields: [
      {
        name: 'text',
        label: 'progress',
        kind: 'textarea',
        required: true,
        max: 20000,
        hint: 'hint.progress',
      },
    ],
  },
  {
    id: 'confirm',
    target: 'assignment',
    verb: 'confirm',
    roles: ['unit', 'dispatcher', 'visitor'],
    // A redo is confirmed anew.
    when: (ticket, leg) =>
      works(ticket, leg) && leg.service_confirmation && (!leg.confirmed_at || !!resolveLimit(ticket, leg)),
    fields: [{ ...note, required: true, hint: 'hint.confirm' }],
  },
  {
    id: 'extend',
    target: 'assignment',
    verb: 'extend',
    roles: ['unit'],
    when: (ticket, leg) => mayAsk(ticket, leg) && canExtend(ticket, leg),
    fields: [reason],
    fieldsFor: (leg) => [...(leg.next_extension ? [extensionDays(leg.next_extension)] : []), reason],
  },
  {
    id: 'suspend',
    target: 'assignment',
    verb: 'suspend',
    roles: ['unit', 'dispatcher'],
    when: (ticket, leg) => mayAsk(ticket, leg) && canSuspend(ticket, leg),
    fields: [reason],
    fieldsFor: (leg) => [...suspensionFields(leg.pause_reasons), reason],
  },
  {
    id: 'resume',
    target: 'assignment',
    verb: 'resume',
    roles: ['unit', 'dispatcher'],
    when: (ticket, leg) => works(ticket, leg) && !!leg.suspended_until,
    fields: [{ ...note, required: true }],
  },
  {
    id: 'return',
    target: 'assignment',
    verb: 'return',
    roles: ['unit'],
    danger: true,
    when: (ticket, leg, now) => mayAsk(ticket, leg) && canReturn(leg, now),
    fields: [
      reason,
      { name: 'basis', kind: 'textarea', required: true, max: 2000, hint: 'hint.basis' },
      { name: 'suggested_unit', kind: 'unit' },
    ],
  },
  {
    id: 'subdispatch',
    target: 'assignment',
    verb: 'subdispatch',
    roles: ['unit', 'dispatcher'],
    when: (ticket, leg) => works(ticket, leg) && !returns(ticket, leg),
    fields: [{ name: 'units', kind: 'units', required: true }, note],
  },
  {
    id: 'exit',
    target: 'assignment',
    verb: 'exit',
    roles: ['unit', 'dispatcher'],
    danger: true,
    when: (ticket, leg) => works(ticket, leg) && leg.role === 'assist',
    fields: [reason],
  },
]

const decidesExtension = (me: Me, petition: Petition) => !petition.approver || petition.approver === me.role

// Everything but an appeal, which is about the past, is decided while the units work.
const canDecide = (ticket: Ticket, petition: Petition) =>
  petition.state === 'pending' &&
  (petition.kind === 'appeal' ? ticket.stage !== 'archived' : ticket.stage === 'handling')

export const petitionActions: readonly PetitionAction[] = [
  {
    id: 'approve',
    target: 'petition',
    verb: 'approve',
    roles: ['dispatcher', 'supervisor', 'leader', 'admin'],
    primary: true,
    when: canDecide,
    fields: [note],
  },
  {
    id: 'reject',
    target: 'petition',
    verb: 'reject',
    roles: ['dispatcher', 'supervisor', 'leader', 'admin'],
    danger: true,
    when: canDecide,
    fields: [{ ...note, required: true }],
  },
]

// A unit acts on its own legs only. `now` is the server's clock, epoch ms.
export function legActionsFor(me: Me, ticket: Ticket, leg: Assignment, now: number): LegAction[] {
  if (me.role === 'unit' && leg.unit !== me.unit) return []
  return legActions
    .filter((action) => action.roles.includes(me.role) && action.when(ticket, leg, now))
    .map((action) => (action.fieldsFor ? { ...action, fields: action.fieldsFor(leg) } : action))
}

// Who decides an extension is the policy's to say; it names nobody where it has no further step, and then
// the hotline may clear it away. Everything else is the hotline's, not a leader's.
export function petitionActionsFor(me: Me, ticket: Ticket, petition: Petition): PetitionAction[] {
  if (petition.kind !== 'extend' ? me.role === 'leader' : !decidesExtension(me, petition)) return []
  return petitionActions.filter((action) => action.roles.includes(me.role) && action.when(ticket, petition))
}
