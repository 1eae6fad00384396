// 中文文案。The reference: en.ts must have the same keys, which its type enforces.
import { zhJournal } from './zh_journal'
import { zhProblems } from './zh_problems'
import { zhValues } from './zh_values'

export const zh = {
  ...zhValues,
  ...zhJournal,
  ...zhProblems,
  app: { name: '12345 热线', skip: '跳到正文', notFound: '没有这个页面', home: '回到首页' },
  nav: { label: '主导航', desk: '工单', inbox: '待办', duty: '值班表', overview: '总览' },
  feed: {
    connecting: '正在连接', live: '实时', waiting: '断线重连中', stopped: '未连接',
    hint: '工单变动的实时推送',
  },
  pref: { language: 'English', dark: '深色', light: '浅色', keys: '快捷键', signOut: '退出' },
  signIn: {
    title: '登录', lead: '粘贴发给您的访问令牌。令牌只保存在本标签页，关闭即清除。', token: '访问令牌',
    enter: '登录', wrong: '令牌无效或已停用', expired: '登录已失效，请重新登录',
  },
  common: {
    cancel: '取消', close: '关闭', retry: '重试', save: '提交', sending: '提交中…', loading: '加载中…', more: '加载更多',
    end: '已到最后一条', all: '全部', yes: '是', no: '否', none: '无', refresh: '刷新', back: '返回列表', optional: '选填',
    required: '必填', choose: '请选择', requestId: '请求编号', field: '字段', show: '展开', hide: '收起',
  },
  error: {
    network: '网络不通，结果未知', networkHint: '内容仍在。点“重试”会用同一编号再提交一次，不会重复受理。',
    busy: '系统繁忙', busyHint: '本次没有保存，请稍候重试。', tooLong: '超过 {max} 字', needed: '请填写', generic: '未能完成',
    load: '加载失败',
  },
  clash: {
    title: '您填写期间，工单已被他人更新（第 {from} 版 → 第 {to} 版）', changes: '期间的变动：', retry: '已了解，按新版本提交',
  },
  list: {
    label: '工单列表', allStages: '全部状态', allDistricts: '全部区县', stage: '状态', district: '区县', overdue: '时限', onlyOverdue: '只看超期', fresh: '{n} 条新工单，点击显示',
    left: '已不在此列表', empty: '没有符合条件的工单', tidy: '清除 {n} 条已离开的', filters: '筛选', noUnit: '未派单',
    quick: '常用筛选', newTicket: '新建工单',
  },
  flag: {
    overdue: '超期', yellow: '黄牌', red: '红牌', supervised: '督办', confidential: '保密', anonymous: '匿名',
    urged: '催办 {n}', redo: '重办 {n}', led: '领导接听', masked: '已脱敏',
  },
  countdown: {
    left: '剩 {time}', late: '超 {time}', none: '不计时', minutes: '{m} 分', hours: '{h} 小时', hoursMinutes: '{h} 小时 {m} 分',
    working: '按工作时间计', due: '{at} 到期', started: '{at} 起算', guessed: '跨未公布的日历，为估算',
  },
  form: {
    title: '新建工单', elements: '五要素', who: '人', when: '时', where: '地', why: '因', what: '果', whoHint: '谁反映',
    whenHint: '何时发生', whereHint: '何地', whyHint: '起因', whatHint: '经过和诉求', has: '已有', lacks: '缺',
    missingOn: '要素不全，先受理后补充', missing: '还缺什么', request: '诉求', caller: '诉求人', handling: '办理方式',
    auto: '自动派往建议单位', manual: '交派单员', submit: '受理', submitKey: 'Ctrl+Enter', clear: '清空', draftKept: '草稿已保存在本标签页',
    opened: '已受理，工单号 {number}', replayed: '此前已受理过这张表单，工单号 {number}', keyReused: '这张表单先前已经受理成功，请勿重复提交。',
    asNew: '作为新工单再提交', district: '区县', item: '事项分类', channel: '渠道', kind: '诉求类型', urgency: '紧急程度', subject: '标题',
    callerName: '姓名', callerPhone: '电话', callerAddress: '住址', confidential: '要求保密', anonymous: '匿名', ledBy: '接听领导',
    place: '事发地点', happened: '发生时间', cause: '起因', course: '经过与诉求', exampleWhen: '如：昨晚 8 点起',
    bodyWhen: '时间', bodyWhy: '起因', bodyWhat: '经过与诉求',
  },
  suggest: {
    title: '派单建议', idle: '填写标题或内容后给出建议', none: '无法判断，交派单员', accept: '采用', accepted: '已采用', key: 'Alt+Enter',
    because: '依据', failed: '暂时取不到建议，不影响受理', thinking: '判断中…',
  },
  ticket: {
    facts: '诉求内容', legs: '承办', limits: '时限', petitions: '申请', timeline: '流转记录', deliveries: '对接推送', actions: '可办操作',
    noLegs: '尚未派单', noLimits: '没有时限', noDeliveries: '没有推送', caller: '诉求人', place: '地点', item: '事项', district: '区县',
    channel: '渠道', kind: '类型', receivedAt: '来电时间', openedBy: '受理人', policy: '时限规则', routing: '派单建议', missing: '缺少要素',
    supplements: '补充内容', directAnswer: '直接答复', closingNote: '告知内容', mergedInto: '并入', firstVisit: '首次回访', finalVisit: '最终回访',
    publicReply: '公开答复', internalReply: '办理情况（内部）', sentBack: '退回 {n} 次', extended: '延期 {n} 次', dispatchedAt: '派单',
    receivedLeg: '签收', contactedAt: '联系', repliedAt: '答复', done: '已办：{action}', showClocks: '显示计时', asked: '申请于 {at}', days: '{n} 个工作日',
    basis: '依据', suggestedUnit: '建议单位', version: '第 {n} 版', noActions: '当前状态下没有您可办的操作', attempts: '{n} 次尝试', parent: '上级承办',
    system: '系统', pick: '从左侧选择工单', pickHint: 'Alt+J / Alt+K 上下移动，Alt+N 新建', delivered: '已送达', nobody: '未留姓名', hotline: '热线',
    myTask: '我的承办', subtitle: '受理于 {at}',
  },
  inbox: { title: '本单位待办', all: '全部经办', mine: '待我办理', empty: '没有待办工单' },
  duty: {
    title: '{year} 年 {month} 月值班表', now: '现在值班', date: '日期', weekday: '星期', vacant: '空岗', nextDay: '次日 {at}', vacantNow: '当前无人值班', previous: '上月', next: '下月',
    today: '今天', print: '打印', guessed: '未公布', version: '日历版本 {v}', until: '至 {at}', scope: '受理范围', vacantDays: '{n} 天空岗', full: '无空岗',
    thisMonth: '本月', legend: '图例',
  },
  overview: {
    title: '运行总览', byStage: '各状态工单', overdue: '在办超期', undelivered: '待送达推送', open: '在办', closed: '已结束', at: '更新于 {at}', total: '合计',
    seeOverdue: '查看超期工单', allGood: '无', liveHint: '随工单变动自动刷新',
  },
  keys: {
    title: '快捷键', newTicket: '新建工单', next: '下一条工单', previous: '上一条工单', reveal: '显示新工单', accept: '采用派单建议', submit: '提交表单',
    help: '显示快捷键', close: '关闭对话框', note: '输入法组字时快捷键不生效',
  },
}
