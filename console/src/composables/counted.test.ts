import { describe, expect, it } from 'vitest'
import { i18n } from '../i18n'
import { countedText } from './counted'

const t = (key: string, named?: Record<string, unknown>) => i18n.global.t(key, named ?? {})

describe('what a stretch of time counted', () => {
  it.each([
    [5, 'days', '5 天'],
    [30 * 60_000, 'milliseconds', '30 分'],
    [24 * 3_600_000, 'milliseconds', '24 小时'],
    [90 * 60_000, 'milliseconds', '1 小时 30 分'],
  ] as const)('%d %s: %s', (amount, unit, text) => expect(countedText(amount, unit, t)).toBe(text))
})
