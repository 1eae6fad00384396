// Some tickets in every stage, so that the pages have something to show.
import { tokens } from './city.mjs'
import { onLeg, onTicket, open } from './rules.mjs'
import { submit } from './state.mjs'

const samples = [
  [
    '小区电梯连续三天停运',
    'A3区阳光花园 3 号楼电梯自周一起停运，老人上下楼困难，物业多次推诿。',
    'complaint',
    'A3',
  ],
  [
    '夜间烧烤摊占道经营噪声扰民',
    '文化路夜市烧烤摊每晚营业至凌晨两点，油烟和噪声严重影响居民休息。',
    'complaint',
    'A5',
  ],
  ['主管道爆管漏水', '人民路与建设街交叉口路面冒水，已漫到机动车道。', 'help', 'A3'],
  ['咨询新生儿落户所需材料', '户口在外地，孩子在本市出生，想问落户需要哪些材料。', 'consultation', ''],
  ['建议在学校门口增设人行横道', '实验小学门口车流大，学生过街不安全。', 'suggestion', 'B1'],
  ['供暖温度不达标', '室内温度只有 15 度，物业称已上报，一直没有改善。', 'help', 'A5'],
]

const agent = tokens['mock-agent']
const dispatcher = tokens['mock-dispatcher']

function ticketOf(at) {
  const [title, body, kind, district] = samples[at % samples.length]
  return {
    title: at < samples.length ? title : `${title}（${at}）`,
    body,
    kind,
    district,
    place: '',
    channel: at % 4 === 3 ? 'wechat' : 'phone',
    urgency: at % 6 === 2 ? 'urgent' : 'normal',
    caller: { name: '李女士', phone: '13900001234', confidential: at % 5 === 4 },
    dispatch: at % 3 ? 'auto' : 'manual',
  }
}

export function seed(count) {
  for (let at = 0; at < count; at += 1) {
    const body = ticketOf(at)
    const { receipt } = submit({ actor: agent, run: (work) => open(work, body, agent) })
    const [id] = receipt.assignments
    if (!id) continue
    const run = (actor, verb, content) =>
      submit({
        actor,
        number: receipt.number,
        run: (work) =>
          onLeg[verb].run(
            work,
            content,
            work.ticket.assignments.find((leg) => leg.id === id),
          ),
      })
    if (at % 4 > 0) run(dispatcher, 'receive', {})
    if (at % 4 > 1)
      run(dispatcher, 'reply', { public_text: '已安排维修，今日恢复。', internal_text: '现场核查属实。' })
    if (at % 4 > 2) run(dispatcher, 'check', { accept: true, note: '' })
    if (at % 7 === 1)
      submit({
        actor: agent,
        number: receipt.number,
        run: (work) => onTicket.urge.run(work, { note: '诉求人再次来电' }),
      })
  }
}
