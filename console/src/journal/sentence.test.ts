import { describe, expect, it } from 'vitest'
import type { JournalEvent, Milestone } from '../api/types'
import { eventTypes } from '../api/values'
import { i18n } from '../i18n'
import { sentenceOf, type SentenceContext } from './sentence'

const context: SentenceContext = {
  t: (key, named) => i18n.global.t(key, named ?? {}),
  unitName: (code) => ({ housing: '市住建局', urban: '市城管局' })[code] ?? code,
  legUnitName: (leg) => (leg === '1' ? '市住建局' : ''),
  milestone: (id) =>
    ({
      2: { kind: 'resolve', assignment: '1', label: '' } as Milestone,
      3: { kind: 'plan', assignment: '1', label: '三定方案' } as Milestone,
    })[id],
  petitionKind: (id) => (id === '1' ? 'extend' : undefined),
  pauseReason: (code) => ({ litigation: '涉诉' })[code] ?? code,
  noticeKind: (id) => ({ 1: 'phone_task', 2: 'written' })[id],
}
const said = (event: JournalEvent) => sentenceOf(event, context)
const quoted = (event: JournalEvent) => said(event).quotes.map((quote) => `${quote.label}：${quote.text}`)

describe('an event as a sentence', () => {
  const cases: [JournalEvent, string][] = [
    [{ type: 'opened', request: { channel: 'phone', kind: 'help' } }, '受理了诉求（电话，求助）'],
    [{ type: 'dispatched', leg: 1, unit: 'housing', role: 'lead' }, '派单给市住建局（主办）'],
    [{ type: 'dispatched', leg: 2, unit: 'urban', role: 'assist', parent: 1 }, '下派给市城管局（协办）'],
    [{ type: 'received', leg: 1 }, '市住建局签收'],
    [
      { type: 'petition_asked', petition: 1, kind: 'extend', leg: 1, working_days: 3 },
      '市住建局申请延期 3 个工作日',
    ],
    [{ type: 'petition_asked', petition: 2, kind: 'return_leg', leg: 1 }, '市住建局申请退单'],
    [{ type: 'petition_decided', petition: 1, state: 'approved' }, '延期申请：同意'],
    [{ type: 'leg_ended', leg: 1, state: 'returned' }, '市住建局的承办结束（退单成立）'],
    [{ type: 'reply_checked', leg: 1, accepted: false }, '审核退回市住建局的答复'],
    [{ type: 'visited', visit: { reached: false } }, '回访未接通'],
    [
      {
        type: 'visited',
        visit: { reached: true, contacted: true, solved: true, satisfied: true },
        closes: true,
      },
      '回访：单位已联系，已解决，满意，办结',
    ],
    [
      { type: 'visited', visit: { reached: true, contacted: true, solved: false, satisfied: false } },
      '回访：单位已联系，未解决，不满意，转重办',
    ],
    [{ type: 'declined', reason: 'already_handled' }, '不予受理：同一事项正在办理或已依法办结，无新事实'],
    [{ type: 'supervision_set', on: false }, '解除督办'],
    [
      { type: 'clock_started', clock: 1, kind: 'receive', leg: 1, due_at: '2026-02-13T16:00:00.000+08:00' },
      '市住建局“签收”时限开始计时，2026-02-13 16:00 到期',
    ],
    [{ type: 'clock_stopped', clock: 2, state: 'met' }, '市住建局“办结”时限已达成'],
    [{ type: 'step_reached', clock: 2, step: 'overdue' }, '市住建局“办结”时限：超期'],
    [{ type: 'step_reached', clock: 3, step: 'overdue' }, '市住建局“三定方案”时限：超期'],
    [{ type: 'received', leg: 1, by_clock: true }, '市住建局到期自动签收'],
    [
      { type: 'dispatched', leg: 3, unit: 'urban', role: 'lead', designated: true },
      '指定市城管局承办（主办）',
    ],
    [{ type: 'deemed_accepted', leg: 1 }, '市住建局未在退单期内提出，视为受理'],
    [{ type: 'plan_submitted', leg: 1 }, '市住建局提交了办理方案'],
    [{ type: 'complex_marked', on: true }, '列为疑难'],
    [{ type: 'complex_marked', on: false }, '取消疑难'],
    [
      { type: 'petition_asked', petition: 3, kind: 'suspend', leg: 1, working_days: 10, code: 'litigation' },
      '市住建局申请挂起 10 个工作日（涉诉）',
    ],
    [
      { type: 'petition_asked', petition: 4, kind: 'suspend', leg: 1, working_days: 5, code: 'flood' },
      '市住建局申请挂起 5 个工作日（flood）',
    ],
    [
      { type: 'petition_asked', petition: 5, kind: 'appeal', leg: 1, clock: 2 },
      '市住建局申诉：市住建局“办结”超期不应计入考核',
    ],
    [
      { type: 'notice_issued', notice: 1, kind: 'phone_task', clock: 2, leg: 1 },
      '市住建局“办结”时限：催办电话',
    ],
    [{ type: 'notice_done', notice: 1 }, '已打催办电话'],
    [{ type: 'notice_done', notice: 2 }, '催办通知书已办理'],
    [{ type: 'notice_done', notice: 9 }, '通知已办理'],
    [
      {
        type: 'clock_moved',
        clock: 2,
        cause: 'suspended',
        due_at: '2026-03-13T17:30:00.000+08:00',
      },
      '市住建局“办结”时限改为 2026-03-13 17:30 到期（挂起）',
    ],
    [
      { type: 'clock_corrected', clock: 2, correction: { counts: false, reason: '节假日调整' } },
      '更正：市住建局“办结”不计超期',
    ],
    [
      { type: 'clock_corrected', clock: 2, correction: { counts: true, reason: '节假日调整' } },
      '更正：市住建局“办结”计超期',
    ],
    [{ type: 'caller_answered', text: '已修好' }, '答复了被并工单的诉求人'],
    [{ type: 'from_the_future' }, '发生了“from_the_future”'],
  ]
  it.each(cases)('%o', (event, text) => expect(said(event).text).toBe(text))

  it('quotes the public and the internal reply apart', () => {
    expect(quoted({ type: 'replied', leg: 1, public_text: '已修好', internal_text: '属实' })).toEqual([
      '公开答复：已修好',
      '办理情况：属实',
    ])
    expect(quoted({ type: 'replied', leg: 1, public_text: '已修好' })).toEqual(['公开答复：已修好'])
  })

  it('quotes why an overdue was corrected and whom a notice went to', () => {
    expect(
      quoted({ type: 'clock_corrected', clock: 2, correction: { counts: false, reason: '系统故障' } }),
    ).toEqual(['理由：系统故障'])
    expect(quoted({ type: 'notice_issued', kind: 'written', clock: 2, to: '市住建局 王局长' })).toEqual([
      '送达：市住建局 王局长',
    ])
  })

  it('names who was told of a reached limit', () => {
    expect(quoted({ type: 'step_reached', clock: 2, step: 'overdue', told: '值班员 张建国' })).toEqual([
      '已通知：值班员 张建国',
    ])
  })

  it.each(eventTypes)('%s leaves no key and no placeholder in the text, however bare', (type) => {
    expect(said({ type }).text).not.toMatch(/[{}]|[a-zA-Z]+\./)
  })
})
