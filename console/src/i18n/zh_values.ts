// 枚举值的中文名称。
export const zhValues = {
  role: {
    agent: '话务员', dispatcher: '派单员', visitor: '回访员', unit: '承办单位', supervisor: '督办员', leader: '值班领导', admin: '系统管理员',
    system: '系统',
  },
  stage: {
    needs_supplement: '待补充', awaiting_dispatch: '待派单', handling: '办理中', awaiting_check: '待办结审核', awaiting_visit: '待回访',
    awaiting_redo: '待重办', closed: '已办结', answered_directly: '直办办结', declined: '不予受理', transferred: '转紧急热线', withdrawn: '撤单',
    merged: '并入他单', archived: '已归档',
  },
  channel: {
    phone: '电话', web: '网站', wechat: '微信', app: '手机应用', mail: '信件', platform: '外部平台', leader_session: '领导接听',
  },
  kind: {
    consultation: '咨询', help: '求助', complaint: '投诉', report: '举报', suggestion: '建议', praise: '表扬', other: '其他',
  },
  urgency: { normal: '一般', urgent: '紧急', critical: '特急' },
  legRole: { lead: '主办', assist: '协办' },
  legState: {
    awaiting_receipt: '待签收', handling: '办理中', replied: '已答复', done: '已完成', returned: '退单成立', exited: '退出会办', superseded: '已改派',
  },
  petitionKind: { return_leg: '退单', extend: '延期' },
  petitionState: { pending: '待审', approved: '同意', rejected: '不同意', void: '自动失效' },
  milestoneKind: {
    receive: '签收', contact: '首次联系', plan: '办理方案', reply: '答复', resolve: '办结', visit: '回访', redo: '重办',
  },
  milestoneState: { running: '计时中', met: '已达成', cancelled: '已取消' },
  stepKind: { warn_yellow: '黄牌预警', overdue: '超期', warn_red: '红牌警告' },
  declineReason: {
    outside_jurisdiction: '不属本市管辖', other_power_organ: '党委、人大、政协、法院、检察、军队事务', emergency_line: '应拨打 110、119、120、122',
    statutory_route: '应走诉讼、仲裁、复议、纪检、信访、信息公开等法定途径', secret_or_privacy: '涉及国家秘密、工作秘密、商业秘密或个人隐私',
    against_law_or_morals: '违反法律或社会公德', already_handled: '同一事项正在办理或已依法办结，无新事实', malicious_or_empty: '恶意骚扰或无实质内容',
  },
  line: { police_110: '110 公安', fire_119: '119 消防', medical_120: '120 急救', traffic_122: '122 交通事故' },
  dayKind: { working: '工作日', off: '休息日', holiday: '节假日', make_up: '调休上班', half_day: '半日' },
  dayMark: { working: '', off: '休', holiday: '假', make_up: '班', half_day: '半' },
  dutyKind: { leader_session: '领导接听', head_of_duty: '带班领导', duty_officer: '值班员' },
  dutyStatus: { planned: '拟定', published: '已公示', running: '进行中', done: '已完成', cancelled: '已取消' },
  unitKind: { hotline: '热线', department: '部门', district: '区县', street: '街道', enterprise: '企业' },
  weekday: { 1: '一', 2: '二', 3: '三', 4: '四', 5: '五', 6: '六', 7: '日' },
  deliveryState: { pending: '待送达', delivered: '已送达' },
}
