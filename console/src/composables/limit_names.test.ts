import { describe, expect, it } from 'vitest'
import type { Assignment, PauseReason, Ticket } from '../api/types'
import { i18n } from '../i18n'
import { inLanguage, limitName, pauseReasonName } from './limit_names'

const t = (key: string, named?: Record<string, unknown>) => i18n.global.t(key, named ?? {})
const knows = (key: string) => i18n.global.te(key)

describe('the name of a limit', () => {
  it('is what the city calls it, else that of its kind', () => {
    expect(limitName({ kind: 'resolve', label: '办理并反馈' }, t)).toBe('办理并反馈')
    expect(limitName({ kind: 'resolve', label: '' }, t)).toBe('办结')
  })
})

describe('words in both tongues', () => {
  it.each([
    ['zh', '5 个工作日'],
    ['en', '5 working days'],
  ])('in %s: %s', (language, words) =>
    expect(inLanguage({ zh: '5 个工作日', en: '5 working days' }, language)).toBe(words),
  )
})

describe('the name of a reason to suspend', () => {
  const ticketOf = (...reasons: PauseReason[]) =>
    ({
      assignments: [{ pause_reasons: [] }, { pause_reasons: reasons }] as unknown as Assignment[],
    }) as Ticket
  it.each([
    ['litigation', '涉诉待判', '涉诉待判'],
    ['litigation', '', '涉诉'],
    ['flood', '汛期', '汛期'],
    ['flood', '', 'flood'],
  ])('%s, by the policy "%s": %s', (code, name, said) => {
    const ticket = ticketOf({ code, name, max_working_days: 10 })
    expect(pauseReasonName(ticket, code, t, knows)).toBe(said)
  })
  it('is known without the policy of an assignment that has ended', () =>
    expect(pauseReasonName(ticketOf(), 'litigation', t, knows)).toBe('涉诉'))
})
