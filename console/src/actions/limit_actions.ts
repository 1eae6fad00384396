// What can be done about a limit and about what its steps issued.
import type { Me, Milestone, Notice, Ticket } from '../api/types'
import type { Role } from '../api/values'
import type { MilestoneAction, NoticeAction } from './action'

const note = { name: 'note', kind: 'textarea', required: true, max: 2000 } as const

// What was decided, as last corrected.
export const countsOverdue = (limit: Milestone) => limit.correction?.counts ?? limit.overdue

// Whose limit it is: that of the whole ticket is the last lead's to keep.
const ownerOf = (ticket: Ticket, limit: Milestone) =>
  limit.assignment
    ? ticket.assignments.find((leg) => leg.id === limit.assignment)
    : [...ticket.assignments].reverse().find((leg) => leg.role === 'lead')

export const milestoneActions: readonly MilestoneAction[] = [
  {
    id: 'appeal',
    target: 'milestone',
    verb: 'appeal',
    roles: ['unit', 'dispatcher', 'supervisor'],
    when: (ticket, limit) =>
      ticket.stage !== 'archived' &&
      countsOverdue(limit) &&
      !ticket.petitions.some((one) => one.milestone === limit.id && one.state === 'pending'),
    fields: [{ name: 'reason', kind: 'textarea', required: true, max: 2000, hint: 'hint.appeal' }],
  },
]

const isOpen = (ticket: Ticket, notice: Notice) => ticket.stage !== 'archived' && !notice.done_at
const completers: readonly Role[] = ['agent', 'dispatcher', 'visitor', 'supervisor', 'leader']

export const noticeActions: readonly NoticeAction[] = [
  {
    id: 'called',
    target: 'notice',
    verb: 'complete',
    roles: completers,
    primary: true,
    when: (ticket, notice) => notice.kind === 'phone_task' && isOpen(ticket, notice),
    fields: [{ ...note, hint: 'hint.called' }],
  },
  {
    id: 'acknowledge',
    target: 'notice',
    verb: 'complete',
    roles: completers,
    when: (ticket, notice) => notice.kind !== 'phone_task' && isOpen(ticket, notice),
    fields: [note],
  },
]

export function milestoneActionsFor(me: Me, ticket: Ticket, limit: Milestone): MilestoneAction[] {
  const owner = ownerOf(ticket, limit)
  if (!owner || (me.role === 'unit' && owner.unit !== me.unit)) return []
  return milestoneActions.filter((action) => action.roles.includes(me.role) && action.when(ticket, limit))
}

export function noticeActionsFor(me: Me, ticket: Ticket, notice: Notice): NoticeAction[] {
  return noticeActions.filter((action) => action.roles.includes(me.role) && action.when(ticket, notice))
}
