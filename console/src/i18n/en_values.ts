import type { zhValues } from './zh_values'

export const enValues: Same<typeof zhValues> = {
  role: {
    agent: 'Agent', dispatcher: 'Dispatcher', visitor: 'Visitor', unit: 'Unit', supervisor: 'Supervisor', leader: 'Leader on duty',
    admin: 'Administrator', system: 'System',
  },
  stage: {
    needs_supplement: 'Needs supplement', awaiting_dispatch: 'Awaiting dispatch', handling: 'Handling', awaiting_check: 'Awaiting check',
    awaiting_visit: 'Awaiting visit', awaiting_redo: 'Awaiting redo', closed: 'Closed', answered_directly: 'Answered directly',
    declined: 'Declined', transferred: 'To emergency line', withdrawn: 'Withdrawn', merged: 'Merged', archived: 'Archived',
  },
  channel: {
    phone: 'Phone', web: 'Website', wechat: 'WeChat', app: 'App', mail: 'Mail', platform: 'Other platform', leader_session: 'Leader session',
  },
  kind: {
    consultation: 'Consultation', help: 'Help', complaint: 'Complaint', report: 'Report', suggestion: 'Suggestion', praise: 'Praise',
    other: 'Other',
  },
  urgency: { normal: 'Normal', urgent: 'Urgent', critical: 'Critical' },
  legRole: { lead: 'Lead', assist: 'Assist' },
  legState: {
    awaiting_receipt: 'Awaiting receipt', handling: 'Handling', replied: 'Replied', done: 'Done', returned: 'Returned', exited: 'Exited',
    superseded: 'Superseded',
  },
  petitionKind: { return_leg: 'Return', extend: 'Extension' },
  petitionState: { pending: 'Pending', approved: 'Approved', rejected: 'Rejected', void: 'Void' },
  milestoneKind: {
    receive: 'Receive', contact: 'First contact', plan: 'Plan', reply: 'Reply', resolve: 'Resolve', visit: 'Visit', redo: 'Redo',
  },
  milestoneState: { running: 'Running', met: 'Met', cancelled: 'Cancelled' },
  stepKind: { warn_yellow: 'yellow warning', overdue: 'overdue', warn_red: 'red warning' },
  declineReason: {
    outside_jurisdiction: 'Outside the city’s jurisdiction', other_power_organ: 'Party, congress, court, procuratorate or army matter',
    emergency_line: 'Belongs to 110, 119, 120 or 122', statutory_route: 'Has a statutory route (suit, arbitration, reconsideration, petition…)',
    secret_or_privacy: 'State, work or commercial secret, or privacy', against_law_or_morals: 'Against law or public morals',
    already_handled: 'Same matter in hand or lawfully finished, no new facts', malicious_or_empty: 'Malicious or without content',
  },
  line: { police_110: '110 Police', fire_119: '119 Fire', medical_120: '120 Medical', traffic_122: '122 Traffic' },
  dayKind: { working: 'Working day', off: 'Day off', holiday: 'Holiday', make_up: 'Make-up working day', half_day: 'Half day' },
  dayMark: { working: '', off: 'off', holiday: 'hol', make_up: 'work', half_day: 'half' },
  dutyKind: { leader_session: 'Leader session', head_of_duty: 'Head of duty', duty_officer: 'Duty officer' },
  dutyStatus: { planned: 'Planned', published: 'Published', running: 'Running', done: 'Done', cancelled: 'Cancelled' },
  unitKind: { hotline: 'Hotline', department: 'Department', district: 'District', street: 'Street', enterprise: 'Enterprise' },
  weekday: { 1: 'Mon', 2: 'Tue', 3: 'Wed', 4: 'Thu', 5: 'Fri', 6: 'Sat', 7: 'Sun' },
  deliveryState: { pending: 'Pending', delivered: 'Delivered' },
}

// The same keys with any text: a missing or a surplus key does not compile.
export type Same<Messages> = {
  [Key in keyof Messages]: Messages[Key] extends string ? string : Same<Messages[Key]>
}
