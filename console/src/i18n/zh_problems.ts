// 服务器拒绝的原因，按其稳定代码。没有列出的代码显示服务器原文。
export const zhProblems = {
  problem: {
    unauthenticated: '登录无效', forbidden: '您的角色不能做这项操作', role_not_allowed: '您的角色不能做这项操作', not_your_unit: '这张工单与本单位无关',
    not_your_assignment: '只能处理本单位的承办', not_found: '没有找到', ticket_not_found: '没有这张工单', assignment_not_found: '没有这项承办',
    petition_not_found: '没有这项申请', required: '缺少必填内容', too_short: '内容太短', too_long: '内容太长', too_many: '数量太多', out_of_range: '数值超出范围',
    unknown_value: '取值不在规定范围', wrong_type: '格式不对', invalid: '内容不合要求', invalid_text: '含有不能保存的字符', contradictory: '填写的内容相互矛盾',
    received_in_future: '时间晚于现在', one_lead_required: '须指定一个主办单位', lead_exists: '已有主办单位在办，只能加派协办', lead_cannot_exit: '主办单位不能退出，可申请退单',
    merge_target_invalid: '并入的工单须是另一张未结束的工单', ticket_exists: '工单已存在', wrong_stage: '工单当前状态下不能这样做', wrong_leg_state: '承办当前状态下不能这样做',
    no_change: '没有变化', already_received: '已经签收过', unit_already_assigned: '该单位已在承办，或重复选择', assisting_legs_open: '协办或下派单位尚未办完',
    petition_pending: '已有申请待审', petition_decided: '申请已有结论', return_window_closed: '已过退单期限，须由本单位办理', already_due: '已到期，延期须在到期前申请',
    extension_cap: '延长的工作日合计超过规定', extension_count: '延期次数已满', beyond_parent_due: '下派时限不能晚于上级时限', clock_not_running: '没有在计时的时限',
    version_conflict: '工单已被他人更新', idempotency_mismatch: '这张表单已用同一编号提交过不同内容', too_many_requests: '操作太快，请稍候', deadline: '处理超时',
    internal: '系统内部错误', no_policy: '没有适用的时限规则',
  },
}
