// What a person can do with a ticket, as data: who, when, and with what fields. The server decides; this
// only keeps buttons away that it would refuse.
import type { AssignmentVerb, MilestoneVerb, NoticeVerb, PetitionVerb, TicketVerb } from '../api/client'
import type { Assignment, Milestone, Notice, Petition, Ticket } from '../api/types'
import type { Role } from '../api/values'

export type FieldKind = 'text' | 'textarea' | 'choice' | 'switch' | 'unit' | 'units' | 'number'

export type Translate = (key: string, named?: Record<string, unknown>) => string

export interface Field {
  name: string // member of the body
  label?: string // i18n `field.LABEL`; that of the name when absent
  kind: FieldKind
  required?: boolean
  max?: number // characters, or the greatest number
  options?: readonly string[] // of a choice; labels are i18n `OPTION_GROUP.VALUE`
  optionGroup?: string
  optionText?: (option: string, t: Translate) => string // instead of the group, where the server names them
  initial?: string | boolean | number | string[] | ((ticket: Ticket) => string)
  hint?: string | ((t: Translate) => string) // an i18n key, or words made with what the server said
}

export type Values = Record<string, unknown>

interface Common {
  id: string // label is i18n `action.ID`
  roles: readonly Role[]
  fields: readonly Field[]
  danger?: boolean
  primary?: boolean
  // The body from the fields' values; the values themselves when absent.
  body?: (values: Values) => unknown
}

export interface TicketAction extends Common {
  target: 'ticket'
  verb: TicketVerb
  when: (ticket: Ticket) => boolean
}
export interface LegAction extends Common {
  target: 'assignment'
  verb: AssignmentVerb
  when: (ticket: Ticket, leg: Assignment, now: number) => boolean // now: epoch ms
  fieldsFor?: (leg: Assignment) => readonly Field[] // instead of `fields`, where the leg's policy shapes them
}
export interface PetitionAction extends Common {
  target: 'petition'
  verb: PetitionVerb
  when: (ticket: Ticket, petition: Petition) => boolean
}
export interface MilestoneAction extends Common {
  target: 'milestone'
  verb: MilestoneVerb
  when: (ticket: Ticket, milestone: Milestone) => boolean
}
export interface NoticeAction extends Common {
  target: 'notice'
  verb: NoticeVerb
  when: (ticket: Ticket, notice: Notice) => boolean
}
export type Action = TicketAction | LegAction | PetitionAction | MilestoneAction | NoticeAction
