// The closed lists of the contract (docs/api.md). Every value has a label in i18n/zh.ts and i18n/en.ts;
// a test fails when one is missing.
export const roles = ['agent', 'dispatcher', 'visitor', 'unit', 'supervisor', 'leader', 'admin'] as const
export const stages = [
  'needs_supplement',
  'awaiting_dispatch',
  'handling',
  'awaiting_check',
  'awaiting_visit',
  'awaiting_redo',
  'closed',
  'answered_directly',
  'declined',
  'transferred',
  'withdrawn',
  'merged',
  'archived',
] as const
export const channels = ['phone', 'web', 'wechat', 'app', 'mail', 'platform', 'leader_session'] as const
export const kinds = ['consultation', 'help', 'complaint', 'report', 'suggestion', 'praise', 'other'] as const
export const urgencies = ['normal', 'urgent', 'critical'] as const
export const legRoles = ['lead', 'assist'] as const
export const legStates = [
  'awaiting_receipt',
  'handling',
  'replied',
  'done',
  'returned',
  'exited',
  'superseded',
] as const
export const callerTypes = ['person', 'enterprise'] as const
// Why the ticket exists.
export const origins = ['citizen', 'leader', 'supervision', 'recheck', 'superior'] as const
export const petitionKinds = ['return_leg', 'extend', 'suspend', 'appeal'] as const
export const petitionStates = ['pending', 'approved', 'rejected', 'void'] as const
export const milestoneKinds = [
  'dispatch',
  'receive',
  'return_window',
  'contact',
  'plan',
  'reply',
  'resolve',
  'visit',
  'redo',
  'caller_reply',
] as const
export const milestoneStates = ['running', 'met', 'cancelled'] as const
// What a step of a milestone does, the milder first.
export const stepKinds = [
  'notify',
  'warn_yellow',
  'urge',
  'overdue',
  'auto_receive',
  'deem_accepted',
  'start_visit',
  'warn_red',
  'tell_duty',
  'written_notice',
  'supervise',
  'raise',
] as const
export const noticeKinds = ['message', 'phone_task', 'duty_told', 'written', 'supervision', 'raised'] as const
// Why the due instant of a running milestone moved.
export const moveCauses = [
  'extended',
  'suspended',
  'resumed',
  'return_rejected',
  'marked_complex',
  'recounted',
] as const
// A stretch of time between the start of a milestone and its end, and whether it counted.
export const segmentKinds = [
  'counted',
  'start_day',
  'deferred',
  'outside_hours',
  'weekend',
  'holiday',
  'paused',
  'rolled',
  'extension',
  'cut',
] as const
export const capReasons = ['none', 'parent', 'external'] as const
export const amountUnits = ['days', 'milliseconds'] as const
export const declineReasons = [
  'outside_jurisdiction',
  'other_power_organ',
  'emergency_line',
  'statutory_route',
  'secret_or_privacy',
  'against_law_or_morals',
  'already_handled',
  'malicious_or_empty',
] as const
export const emergencyLines = ['police_110', 'fire_119', 'medical_120', 'traffic_122'] as const
export const eventTypes = [
  'opened',
  'supplemented',
  'answered_directly',
  'declined',
  'transferred_to_emergency',
  'dispatched',
  'received',
  'deemed_accepted',
  'contact_recorded',
  'plan_submitted',
  'progress_answered',
  'service_confirmed',
  'complex_marked',
  'petition_asked',
  'petition_decided',
  'leg_ended',
  'replied',
  'reply_checked',
  'visit_opened',
  'visited',
  'redo_ordered',
  'urged',
  'supervision_set',
  'notice_issued',
  'notice_done',
  'merged_into',
  'caller_answered',
  'withdrawn',
  'archived',
  'clock_started',
  'clock_stopped',
  'clock_moved',
  'clock_corrected',
  'step_reached',
] as const
export const dayKinds = ['working', 'off', 'holiday', 'make_up', 'half_day'] as const
export const dutyKinds = ['leader_session', 'head_of_duty', 'duty_officer'] as const
export const dutyStatuses = ['planned', 'published', 'running', 'done', 'cancelled'] as const
export const unitKinds = ['hotline', 'department', 'district', 'street', 'enterprise'] as const

export type Role = (typeof roles)[number]
export type Stage = (typeof stages)[number]
export type Channel = (typeof channels)[number]
export type Kind = (typeof kinds)[number]
export type Urgency = (typeof urgencies)[number]
export type LegRole = (typeof legRoles)[number]
export type LegState = (typeof legStates)[number]
export type CallerType = (typeof callerTypes)[number]
export type Origin = (typeof origins)[number]
export type PetitionKind = (typeof petitionKinds)[number]
export type PetitionState = (typeof petitionStates)[number]
export type MilestoneKind = (typeof milestoneKinds)[number]
export type MilestoneState = (typeof milestoneStates)[number]
export type StepKind = (typeof stepKinds)[number]
export type NoticeKind = (typeof noticeKinds)[number]
export type MoveCause = (typeof moveCauses)[number]
export type SegmentKind = (typeof segmentKinds)[number]
export type CapReason = (typeof capReasons)[number]
export type AmountUnit = (typeof amountUnits)[number]
export type DeclineReason = (typeof declineReasons)[number]
export type EmergencyLine = (typeof emergencyLines)[number]
export type EventType = (typeof eventTypes)[number]
export type DayKind = (typeof dayKinds)[number]
export type DutyKind = (typeof dutyKinds)[number]
export type DutyStatus = (typeof dutyStatuses)[number]
