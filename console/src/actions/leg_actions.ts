import type { Assignment, Me, Petition, Ticket } from '../api/types'
import type { LegAction, PetitionAction } from './action'

const note = { name: 'note', kind: 'textarea', max: 2000 } as const
const reason = { name: 'reason', kind: 'textarea', required: true, max: 2000 } as const

const isLive = (leg: Assignment) => leg.state === 'awaiting_receipt' || leg.state === 'handling'
// Working on a leg that was not signed for signs for it, so every kind of work is offered at once.
const works = (_: Ticket, leg: Assignment) => isLive(leg)
const pending = (ticket: Ticket, leg: Assignment) =>
  ticket.petitions.find((one) => one.assignment === leg.id && one.state === 'pending')
const returns = (ticket: Ticket, leg: Assignment) => pending(ticket, leg)?.kind === 'return_leg'

export const legActions: readonly LegAction[] = [
  {
    id: 'receive',
    target: 'assignment',
    verb: 'receive',
    roles: ['unit', 'dispatcher'],
    primary: true,
    when: (_, leg) => leg.state === 'awaiting_receipt',
    fields: [],
  },
  {
    id: 'reply',
    target: 'assignment',
    verb: 'reply',
    roles: ['unit', 'dispatcher'],
    primary: true,
    when: (ticket, leg) => isLive(leg) && !returns(ticket, leg),
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
    id: 'extend',
    target: 'assignment',
    verb: 'extend',
    roles: ['unit'],
    when: (ticket, leg) => isLive(leg) && !pending(ticket, leg),
    fields: [{ name: 'working_days', kind: 'number', required: true, initial: 3, max: 60 }, reason],
  },
  {
    id: 'return',
    target: 'assignment',
    verb: 'return',
    roles: ['unit'],
    danger: true,
    when: (ticket, leg) => isLive(leg) && !pending(ticket, leg),
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
    when: (ticket, leg) => isLive(leg) && !returns(ticket, leg),
    fields: [{ name: 'units', kind: 'units', required: true }, note],
  },
  {
    id: 'exit',
    target: 'assignment',
    verb: 'exit',
    roles: ['unit', 'dispatcher'],
    danger: true,
    when: (_, leg) => isLive(leg) && leg.role === 'assist',
    fields: [reason],
  },
]

export const petitionActions: readonly PetitionAction[] = [
  {
    id: 'approve',
    target: 'petition',
    verb: 'approve',
    roles: ['dispatcher', 'supervisor'],
    primary: true,
    when: (ticket, petition) => ticket.stage === 'handling' && petition.state === 'pending',
    fields: [note],
  },
  {
    id: 'reject',
    target: 'petition',
    verb: 'reject',
    roles: ['dispatcher', 'supervisor'],
    danger: true,
    when: (ticket, petition) => ticket.stage === 'handling' && petition.state === 'pending',
    fields: [{ ...note, required: true }],
  },
]

// A unit acts on its own legs only.
export function legActionsFor(me: Me, ticket: Ticket, leg: Assignment): LegAction[] {
  if (me.role === 'unit' && leg.unit !== me.unit) return []
  return legActions.filter((action) => action.roles.includes(me.role) && action.when(ticket, leg))
}

export function petitionActionsFor(me: Me, ticket: Ticket, petition: Petition): PetitionAction[] {
  return petitionActions.filter((action) => action.roles.includes(me.role) && action.when(ticket, petition))
}
