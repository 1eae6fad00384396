// The bodies of the contract that are about time limits: milestones, what their steps issue, and why they
// end when they do. types.ts gives them on with the others.
import type {
  AmountUnit,
  CapReason,
  MilestoneKind,
  MilestoneState,
  MoveCause,
  NoticeKind,
  Role,
  SegmentKind,
  StepKind,
} from './values'

export interface Milestone {
  id: string
  kind: MilestoneKind
  assignment?: string
  state: MilestoneState
  started_at: string
  due_at: string
  guessed: boolean
  yellow: boolean
  red: boolean
  overdue: boolean
  stopped_at?: string
  working_minutes_left?: number | null // negative when overdue, absent when not running
  limit: string // as in the policy, "5wd"; empty for a milestone of before limits were kept
  limit_text: BothTongues // the same in words; empty with it
  label: string // what this city calls it; empty: the kind's usual name
  paused_until?: string
  correction?: Correction
}

// A later word beside an overdue, which itself stays.
export interface Correction {
  at: string
  counts: boolean
  due_at: string
  reason: string
}

export interface Notice {
  id: string
  kind: NoticeKind
  ticket: string
  milestone: string
  assignment?: string
  to: string
  at: string
  done_at?: string
  done_by: string
  note: string
}

// A call to a unit that is still to be made, with what its ticket and milestone say.
export interface OpenCall {
  notice: Notice
  title: string
  unit: string
  unit_name: string
  kind: MilestoneKind
  due_at: string
}

// The next extension that the policy of an assignment allows, and who decides it.
export interface NextExtension {
  mode: 'add' | 'total' // working days more, or in all
  max_working_days: number
  approver: Role | 'system'
  office: string // the same for people; may be empty
  needs: 'nothing' | 'several_units' | 'complex' // the tickets it is for
}

// For which an assignment may be suspended.
export interface PauseReason {
  code: string
  name: string
  max_working_days: number
}

export interface BothTongues {
  zh: string
  en: string
}

export interface ExplainedSegment {
  from: string
  to: string
  kind: SegmentKind
  amount: number // what it counted, in the explanation's unit; of an extension in days
  name: string // of a holiday, a make-up day or a pause
  text: BothTongues
}

export interface ExplainedStep {
  kind: StepKind
  at: string
  reached: boolean
}

export interface ExplainedMove {
  at: string
  cause: MoveCause
  due_at: string
  by: string
  policy_version: string
  calendar_version: string
}

// Why a milestone is due when it is due. The segments have no gaps.
export interface Explanation {
  milestone: string
  kind: MilestoneKind
  label: string // what this city calls it; empty: the kind's usual name
  state: MilestoneState
  started_at: string
  due_at: string
  stopped_at?: string
  guessed: boolean
  overdue: boolean
  counts_overdue: boolean
  assessed: boolean
  limit: string
  limit_text: BothTongues
  unit: AmountUnit
  required: number
  counted: number
  extended_working_days: number
  cap_reason: CapReason
  cap_at?: string
  policy: { id: string; version: string; name: string; source: string; official: boolean }
  calendar: { id: string; version: string }
  segments: ExplainedSegment[]
  steps: ExplainedStep[]
  moves: ExplainedMove[]
  correction?: Correction
  text: BothTongues
}
