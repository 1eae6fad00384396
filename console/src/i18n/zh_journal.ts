// 流转记录的句子，以及操作和字段的名称。
export const zhJournal = {
  journal: {
    opened: '受理了诉求（{channel}，{kind}）', supplemented: '补充了情况', answered_directly: '直接答复并办结', declined: '不予受理：{reason}',
    transferred: '转接 {line}', dispatched: '派单给{unit}（{role}）', subdispatched: '下派给{unit}（{role}）', received: '{unit}签收',
    contact_recorded: '{unit}联系了诉求人', returnAsked: '{unit}申请退单', extendAsked: '{unit}申请延期 {days} 个工作日',
    petitionDecided: '{kind}申请：{state}', leg_ended: '{unit}的承办结束（{state}）', replied: '{unit}提交了答复', checkedYes: '审核通过{unit}的答复',
    checkedNo: '审核退回{unit}的答复', notReached: '回访未接通', visitedClosed: '回访：{findings}，办结', visitedRedo: '回访：{findings}，转重办',
    redo_ordered: '要求{unit}重办', urged: '催办', supervisionOn: '列入督办', supervisionOff: '解除督办', merged_into: '并入工单 {into}', withdrawn: '撤单',
    archived: '归档', clock_started: '{name}时限开始计时，{due} 到期', clockMet: '{name}时限已达成', clockCancelled: '{name}时限已取消',
    clock_moved: '{name}时限改为 {due} 到期', step_reached: '{name}时限：{step}', unknown: '发生了“{type}”', someClock: '某项', clockOfUnit: '{unit}“{name}”', comma: '，',
  },
  quote: {
    routing: '派单建议', missing: '缺少', text: '内容', answer: '答复', told: '已告知', note: '备注', reason: '理由', basis: '依据', suggested: '建议单位',
    public: '公开答复', internal: '办理情况', toldOfficer: '已通知',
  },
  visit: {
    reached: { yes: '已接通', no: '未接通' }, contacted: { yes: '单位已联系', no: '单位未联系' }, solved: { yes: '已解决', no: '未解决' },
    satisfied: { yes: '满意', no: '不满意' },
  },
  action: {
    dispatch: '派单', join: '加派协办', visit: '回访', finalVisit: '最终回访', redo: '重办', answer: '直接答复', supplement: '补充', urge: '催办', supervise: '列入督办', unsupervise: '解除督办',
    transfer: '转紧急热线', decline: '不予受理', merge: '并单', withdraw: '撤单', archive: '归档', receive: '签收', reply: '答复', check: '审核答复',
    contact: '记录联系', extend: '申请延期', return: '申请退单', subdispatch: '下派', exit: '退出会办', approve: '同意', reject: '不同意',
  },
  field: {
    lead: '主办单位', assist: '协办单位', note: '备注', reason: '理由', answer: '答复内容', text: '补充内容', line: '转往', told: '告知诉求人的内容（含正确途径）',
    into: '并入的工单号', reached: '电话接通', contacted: '承办单位联系过', solved: '问题已解决', satisfied: '对办理满意', final: '最终回访', public_text: '公开答复（诉求人可见）',
    internal_text: '办理情况（仅热线内部可见）', accept: '审核通过', working_days: '延长的工作日', basis: '法律或“三定”依据', suggested_unit: '建议改派单位', units: '下派单位',
  },
  hint: {
    final: '不论结果直接办结，不再重办', public_text: '这段文字会告知诉求人，请勿写入内部信息', internal_text: '诉求人看不到这段文字', basis: '注明条文或职责文件',
    into: '14 位工单号',
  },
}
