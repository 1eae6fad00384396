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
export const petitionKinds = ['return_leg', 'extend'] as const
export const petitionStates = ['pending', 'approved', 'rejected', 'void'] as const
export const milestoneKinds = ['receive', 'contact', 'plan', 'reply', 'resolve', 'visit', 'redo'] as const
export const milestoneStates = ['running', 'met', 'cancelled'] as const
export const stepKinds = ['warn_yellow', 'overdue', 'warn_red'] as const
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
  'contact_recorded',
  'petition_asked',
  'petition_decided',
  'leg_ended',
  'replied',
  'reply_checked',
  'visited',
  'redo_ordered',
  'urged',
  'supervision_set',
  'merged_into',
  'withdrawn',
  'archived',
  'clock_started',
  'clock_stopped',
  'clock_moved',
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
export type PetitionKind = (typeof petitionKinds)[number]
export type PetitionState = (typeof petitionStates)[number]
export type MilestoneKind = (typeof milestoneKinds)[number]
export type MilestoneState = (typeof milestoneStates)[number]
export type DeclineReason = (typeof declineReasons)[number]
export type EmergencyLine = (typeof emergencyLines)[number]
export type EventType = (typeof eventTypes)[number]
export type DayKind = (typeof dayKinds)[number]
export type DutyKind = (typeof dutyKinds)[number]
export type DutyStatus = (typeof dutyStatuses)[number]
