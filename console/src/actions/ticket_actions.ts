import type { Ticket } from '../api/types'
import { declineReasons, emergencyLines, type Role, type Stage } from '../api/values'
import type { TicketAction, Values } from './action'

const over: readonly Stage[] = [
  'closed',
  'answered_directly',
  'declined',
  'transferred',
  'withdrawn',
  'merged',
  'archived',
]
const atIntake: readonly Stage[] = ['needs_supplement', 'awaiting_dispatch']

export const isOver = (ticket: Ticket) => over.includes(ticket.stage)
const isOpen = (ticket: Ticket) => !isOver(ticket)
// A lead that still works keeps the lead: only assisting units can be added beside it.
const hasLead = (ticket: Ticket) =>
  ticket.assignments.some(
    (leg) => leg.role === 'lead' && (leg.state === 'awaiting_receipt' || leg.state === 'handling'),
  )
const inStages =
  (...stages: readonly Stage[]) =>
  (ticket: Ticket) =>
    stages.includes(ticket.stage)

// A limit may order the visit while the unit is still at work.
const visitWasOrdered = (ticket: Ticket) =>
  ticket.visit_open && isOpen(ticket) && ticket.stage !== 'awaiting_redo'
// Only the limit of a merged ticket's caller outlives the ticket.
const hasRunningLimit = (ticket: Ticket) => ticket.milestones.some((one) => one.state === 'running')

const note = { name: 'note', kind: 'textarea', max: 2000 } as const
const reason = { name: 'reason', kind: 'textarea', required: true, max: 2000 } as const

export const ticketActions: readonly TicketAction[] = [
  {
    id: 'dispatch',
    target: 'ticket',
    verb: 'assignments',
    roles: ['dispatcher', 'agent'],
    primary: true,
    when: (ticket) => inStages('awaiting_dispatch', 'handling')(ticket) && !hasLead(ticket),
    fields: [
      { name: 'lead', kind: 'unit', required: true, initial: (ticket) => ticket.routing.unit },
      { name: 'assist', kind: 'units' },
      note,
    ],
    body: assignmentsBody,
  },
  {
    id: 'join',
    target: 'ticket',
    verb: 'assignments',
    roles: ['dispatcher', 'agent'],
    when: (ticket) => ticket.stage === 'handling' && hasLead(ticket),
    fields: [{ name: 'assist', kind: 'units', required: true }, note],
    body: assignmentsBody,
  },
  {
    id: 'visit',
    target: 'ticket',
    verb: 'visit',
    roles: ['visitor', 'dispatcher'],
    primary: true,
    when: (ticket) => ticket.stage === 'awaiting_visit' || visitWasOrdered(ticket),
    fields: [
      { name: 'reached', kind: 'switch', initial: true },
      { name: 'contacted', kind: 'switch', initial: true },
      { name: 'solved', kind: 'switch', initial: true },
      { name: 'satisfied', kind: 'switch', initial: true },
      { name: 'final', kind: 'switch', initial: false, hint: 'hint.final' },
      note,
    ],
    body: visitBody,
  },
  {
    id: 'finalVisit',
    target: 'ticket',
    verb: 'visit',
    roles: ['visitor', 'dispatcher'],
    when: inStages('awaiting_redo'),
    fields: [
      { name: 'reached', kind: 'switch', initial: true },
      { name: 'contacted', kind: 'switch', initial: true },
      { name: 'solved', kind: 'switch', initial: false },
      { name: 'satisfied', kind: 'switch', initial: false },
      note,
    ],
    body: (values) => visitBody({ ...values, final: true }),
  },
  {
    id: 'redo',
    target: 'ticket',
    verb: 'redo',
    roles: ['visitor', 'dispatcher', 'supervisor'],
    when: inStages('awaiting_redo', 'closed'),
    fields: [reason],
  },
  {
    id: 'answer',
    target: 'ticket',
    verb: 'answer',
    roles: ['agent', 'dispatcher'],
    when: inStages(...atIntake),
    fields: [{ name: 'answer', kind: 'textarea', required: true, max: 20000 }],
  },
  {
    id: 'supplement',
    target: 'ticket',
    verb: 'supplement',
    roles: ['agent', 'dispatcher', 'visitor'],
    when: isOpen,
    fields: [{ name: 'text', kind: 'textarea', required: true, max: 20000 }],
  },
  {
    id: 'urge',
    target: 'ticket',
    verb: 'urge',
    roles: ['agent', 'dispatcher', 'supervisor', 'visitor'],
    when: isOpen,
    fields: [note],
  },
  {
    id: 'supervise',
    target: 'ticket',
    verb: 'supervise',
    roles: ['supervisor', 'dispatcher'],
    when: (ticket) => isOpen(ticket) && !ticket.supervised,
    fields: [note],
    body: (values) => ({ on: true, note: values.note }),
  },
  {
    id: 'unsupervise',
    target: 'ticket',
    verb: 'supervise',
    roles: ['supervisor', 'dispatcher'],
    when: (ticket) => isOpen(ticket) && ticket.supervised,
    fields: [note],
    body: (values) => ({ on: false, note: values.note }),
  },
  {
    id: 'markComplex',
    target: 'ticket',
    verb: 'complex',
    roles: ['dispatcher', 'supervisor'],
    when: (ticket) => isOpen(ticket) && !ticket.complex,
    fields: [{ ...note, hint: 'hint.complex' }],
    body: (values) => ({ on: true, note: values.note }),
  },
  {
    id: 'unmarkComplex',
    target: 'ticket',
    verb: 'complex',
    roles: ['dispatcher', 'supervisor'],
    when: (ticket) => isOpen(ticket) && ticket.complex,
    fields: [note],
    body: (values) => ({ on: false, note: values.note }),
  },
  {
    id: 'answerCaller',
    target: 'ticket',
    verb: 'caller-answer',
    roles: ['visitor', 'dispatcher', 'agent'],
    primary: true,
    when: (ticket) => ticket.stage === 'merged' && !ticket.caller_answered_at,
    fields: [{ name: 'text', label: 'caller_answer', kind: 'textarea', required: true, max: 20000 }],
  },
  {
    id: 'transfer',
    target: 'ticket',
    verb: 'transfer',
    roles: ['agent', 'dispatcher'],
    when: inStages(...atIntake),
    fields: [
      { name: 'line', kind: 'choice', required: true, options: emergencyLines, optionGroup: 'line' },
      note,
    ],
  },
  {
    id: 'decline',
    target: 'ticket',
    verb: 'decline',
    roles: ['agent', 'dispatcher'],
    danger: true,
    when: inStages(...atIntake),
    fields: [
      {
        name: 'reason',
        kind: 'choice',
        required: true,
        options: declineReasons,
        optionGroup: 'declineReason',
      },
      { name: 'told', kind: 'textarea', required: true, max: 2000 },
    ],
  },
  {
    id: 'merge',
    target: 'ticket',
    verb: 'merge',
    roles: ['dispatcher', 'agent'],
    when: isOpen,
    fields: [{ name: 'into', kind: 'text', required: true, max: 14, hint: 'hint.into' }],
  },
  {
    id: 'withdraw',
    target: 'ticket',
    verb: 'withdraw',
    roles: ['agent', 'dispatcher'],
    danger: true,
    when: isOpen,
    fields: [reason],
  },
  {
    id: 'archive',
    target: 'ticket',
    verb: 'archive',
    roles: ['dispatcher', 'supervisor'],
    when: (ticket) => !isOpen(ticket) && ticket.stage !== 'archived' && !hasRunningLimit(ticket),
    fields: [],
  },
]

// Who was not reached has answered nothing.
function visitBody(values: Values): unknown {
  const heard = Boolean(values.reached)
  return {
    ...values,
    contacted: heard && values.contacted,
    solved: heard && values.solved,
    satisfied: heard && values.satisfied,
  }
}

function assignmentsBody(values: Values): unknown {
  const assist = (values.assist as string[]).filter((unit) => unit !== values.lead)
  return {
    assignments: [
      ...(values.lead ? [{ unit: values.lead, role: 'lead' }] : []),
      ...assist.map((unit) => ({ unit, role: 'assist' })),
    ],
    note: values.note,
  }
}

export function ticketActionsFor(role: Role, ticket: Ticket): TicketAction[] {
  return ticketActions.filter((action) => action.roles.includes(role) && action.when(ticket))
}
