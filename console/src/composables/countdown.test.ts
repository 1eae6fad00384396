import { describe, expect, it } from 'vitest'
import { countdownOf, countdownText } from './countdown'
import { i18n } from '../i18n'

const limit = (
  working_minutes_left?: number,
  flags: Partial<{ yellow: boolean; red: boolean; overdue: boolean }> = {},
) => ({ working_minutes_left, yellow: false, red: false, overdue: false, ...flags })
const t = (key: string, named?: Record<string, unknown>) => i18n.global.t(key, named ?? {})

describe('a countdown', () => {
  it.each([
    [limit(0), '剩 0 分', 'ok'],
    [limit(59), '剩 59 分', 'ok'],
    [limit(60), '剩 1 小时', 'ok'],
    [limit(125), '剩 2 小时 5 分', 'ok'],
    [limit(6125), '剩 102 小时', 'ok'],
    [limit(30, { yellow: true }), '剩 30 分', 'warn'],
    [limit(30, { yellow: true, red: true }), '剩 30 分', 'late'],
    [limit(-1, { overdue: true }), '超 1 分', 'late'],
    [limit(-480), '超 8 小时', 'late'],
    [limit(undefined), '不计时', 'none'],
  ])('%o reads %s', (one, text, tone) => {
    expect(countdownText(one, t)).toBe(text)
    expect(countdownOf(one).tone).toBe(tone)
  })
})
