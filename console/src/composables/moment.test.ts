import { describe, expect, it } from 'vitest'
import { clockTime, dateOf, dateTime, monthShifted, shortTime, weekdayOf } from './moment'

const at = '2026-02-13T16:05:00.000+08:00'

describe('an instant of the city', () => {
  it('is read as it was written, whatever the browser’s zone', () => {
    expect([dateTime(at), shortTime(at), clockTime(at), dateOf(at)]).toEqual([
      '2026-02-13 16:05',
      '02-13 16:05',
      '16:05',
      '2026-02-13',
    ])
  })
  it('may be epoch milliseconds', () => expect(dateTime(Date.parse(at))).toBe('2026-02-13 16:05'))
  it('is empty when there is none', () => expect(dateTime(undefined)).toBe(''))
})

describe('the duty table’s calendar', () => {
  it.each([
    ['2026-02-13', 5],
    ['2026-02-15', 7],
    ['2026-02-16', 1],
  ])('%s is weekday %i', (date, day) => expect(weekdayOf(date)).toBe(day))
  it.each([
    ['2026-12', 1, '2027-01'],
    ['2026-01', -1, '2025-12'],
    ['2026-06', 0, '2026-06'],
  ])('%s and %i months is %s', (month, by, result) => expect(monthShifted(month, by)).toBe(result))
})
