// The bodies of the contract in docs/api.md. Names are those of the OpenAPI document's schemas, so that
// a generated `components['schemas'][...]` can stand in for each.
import type {
  CallerType,
  Channel,
  DayKind,
  DeclineReason,
  DutyKind,
  DutyStatus,
  EmergencyLine,
  Kind,
  LegRole,
  LegState,
  Origin,
  PetitionKind,
  PetitionState,
  Role,
  Stage,
  Urgency,
} from './values'
import type { Milestone, NextExtension, Notice, PauseReason } from './limit_types'

export type * from './limit_types'

export interface Problem {
  type?: string
  title: string
  status: number
  code: string
  detail?: string
  field?: string // JSON Pointer into the body, "query/limit" or "header/if-match"
  request_id?: string
  errors?: FieldProblem[] // every field that is wrong, when there are several
}

export interface FieldProblem {
  field?: string
  code?: string
  detail?: string
}

export interface Page<Item> {
  items: Item[]
  next?: string | null
}

export interface Caller {
  type: CallerType
  name: string
  phone: string
  address: string
  confidential: boolean
  anonymous: boolean
  masked: boolean
}

export interface NewTicket {
  channel: Channel
  kind: Kind
  title: string
  body?: string
  urgency?: Urgency
  district?: string
  place?: string
  item?: string
  origin?: Origin
  tags?: string[]
  external_due_at?: string
  complex?: boolean
  caller?: Partial<Omit<Caller, 'masked'>>
  missing?: string
  led_by?: string
  dispatch?: 'auto' | 'manual'
}

export interface Receipt {
  number: string
  version: number
  stage: Stage
  assignments: string[]
  petition?: string
}

export interface Visit {
  at: string
  reached: boolean
  contacted: boolean
  solved: boolean
  satisfied: boolean
  note: string
}

export interface Assignment {
  id: string
  unit: string
  unit_name: string
  role: LegRole
  level: number
  parent?: string
  state: LegState
  dispatched_at: string
  received_at?: string
  contacted_at?: string
  replied_at?: string
  public_reply: string
  internal_reply: string
  sent_back_count: number
  extension_count: number
  designated: boolean // it cannot be returned
  received_by_clock: boolean
  accepted_at?: string // deemed accepted: the return window passed unused
  confirmed_at?: string
  plan: string
  progress: string
  suspended_until?: string
  // What its policy allows further; of a live assignment only.
  next_extension?: NextExtension
  return_until?: string // absent: at any time, or never when it is designated
  pause_reasons: PauseReason[]
  service_confirmation: boolean
}

export interface Petition {
  id: string
  kind: PetitionKind
  assignment: string
  state: PetitionState
  reason: string
  basis: string
  suggested_unit: string
  working_days: number
  code: string // of a suspension
  approver?: Role | 'system' // who decides a pending extension
  office: string // the same for people; may be empty
  milestone?: string // of an appeal
  asked_at: string
  decided_at?: string
  decision_note: string
}

export interface Ticket {
  number: string
  version: number
  stage: Stage
  channel: Channel
  kind: Kind
  urgency: Urgency
  title: string
  body: string
  district: string
  place: string
  item: string
  origin: Origin
  tags: string[]
  law: string
  external_due_at?: string
  caller: Caller
  received_at: string
  opened_at: string
  opened_by: string
  policy: string
  routing: { unit: string; explanation: string }
  missing: string
  supplements: string[]
  direct_answer: string
  decline_reason?: DeclineReason
  emergency_line?: EmergencyLine
  closing_note: string
  merged_into?: string
  led_by: string
  urge_count: number
  supervised: boolean
  overdue: boolean
  complex: boolean
  visit_open: boolean // a limit ordered the visit before the reply was accepted
  caller_answer: string
  caller_answered_at?: string
  redo_count: number
  visit_attempts: number
  first_visit?: Visit
  final_visit?: Visit
  closed_at?: string
  assignments: Assignment[]
  petitions: Petition[]
  milestones: Milestone[]
  notices: Notice[]
}

export interface TicketSummary {
  number: string
  version: number
  stage: Stage
  channel: Channel
  kind: Kind
  urgency: Urgency
  title: string
  district: string
  item: string
  unit: string
  unit_name: string
  received_at: string
  next_due_at?: string
  working_minutes_left?: number | null
  overdue: boolean
  yellow: boolean
  red: boolean
  supervised: boolean
  confidential: boolean
  urge_count: number
  led_by: string
}

export interface JournalActor {
  role: Role | 'system'
  name: string
  unit: string
}

// An event's other members depend on its type; journal/sentence.ts reads them.
export interface JournalEvent {
  type: string
  [member: string]: unknown
}

export interface JournalEntry {
  seq: number
  ticket: string
  version: number
  at: string
  actor: JournalActor
  events: JournalEvent[]
}

export interface DeliveryAttempt {
  attempt: number
  at: string
  duration_ms: number
  status: number // 0: no answer
  delivered: boolean
  detail: string
}

export interface Delivery {
  id: string
  endpoint: string
  sequence: number
  type: string
  state: 'pending' | 'delivered'
  created_at: string
  attempts: DeliveryAttempt[]
}

export interface Me {
  role: Role
  name: string
  unit: string
  unit_name: string
}

export interface Unit {
  code: string
  name: string
  kind: string
  parent: string
  district: string
  webhook: boolean
}

export interface District {
  code: string
  name: string
}

export interface CatalogueItem {
  code: string
  name: string
  parent: string
}

export interface City {
  name: string
  version: string
  units: Unit[]
  districts: District[]
  catalogue: CatalogueItem[]
}

export interface Overview {
  stages: Partial<Record<Stage, number>>
  overdue_open: number
  outbox_pending: number
  last_seq: number
}

export interface SuggestionRequest {
  title: string
  body: string
  district: string
  item: string
  kind: Kind
}

export interface Suggestion {
  unit: string // empty: to the dispatcher
  unit_name: string
  district: string
  item: string
  explanation: string
}

export interface CalendarDay {
  date: string
  kind: DayKind
  name: string
  known: boolean
}

export interface CalendarMonth {
  month: string
  version: string
  days: CalendarDay[]
}

export interface DutySlot {
  id: string
  date: string
  from: string
  to: string
  kind: DutyKind
  leader: string
  post: string
  unit: string
  unit_name: string
  seat: string
  phone: string
  scope: string
  status: DutyStatus
}

export interface DutyMonth {
  month: string
  slots: DutySlot[]
  vacant: string[]
}

export interface DutyNow {
  at: string
  slots: DutySlot[]
  vacant: boolean
}

export interface FeedItem {
  seq: number
  ticket: string
  version: number
  at: string
  actor: JournalActor
  stage: Stage
  events: JournalEvent[]
  summary: TicketSummary
}

export interface FeedPage {
  items: FeedItem[]
  last_seq: number
  resync?: boolean // the cursor fell off the ring
}

export interface TicketQuery {
  stage?: Stage
  unit?: string
  mine?: boolean
  district?: string
  overdue?: boolean
  cursor?: string
  limit?: number
}
