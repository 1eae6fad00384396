import { describe, expect, it } from 'vitest'
import type { CalendarMonth, DutyMonth, DutySlot } from '../../api/types'
import { tableOf } from './duty_table'

const calendar = {
  month: '2026-02',
  version: '1',
  days: [
    { date: '2026-02-13', kind: 'working', name: '', known: true },
    { date: '2026-02-14', kind: 'make_up', name: '', known: true },
  ],
} as CalendarMonth
const slot = (date: string, kind: DutySlot['kind'], more: Partial<DutySlot> = {}) =>
  ({
    id: date + kind,
    date,
    kind,
    from: `${date}T08:30:00.000+08:00`,
    status: 'published',
    ...more,
  }) as DutySlot

describe('the duty table', () => {
  const duty: DutyMonth = {
    month: '2026-02',
    vacant: ['2026-02-14'],
    slots: [
      slot('2026-02-13', 'duty_officer', { id: 'late', from: '2026-02-13T20:30:00.000+08:00' }),
      slot('2026-02-13', 'duty_officer', { id: 'early' }),
      slot('2026-02-13', 'leader_session'),
      slot('2026-02-14', 'head_of_duty', { status: 'cancelled' }),
    ],
  }
  const rows = tableOf(calendar, duty)
  const cell = (at: number, kind: DutySlot['kind']) => rows[at].cells.find((one) => one.kind === kind)

  it('has a row for each day and the kinds in the printed order', () => {
    expect(rows.map((row) => row.day.date)).toEqual(['2026-02-13', '2026-02-14'])
    expect(rows[0].cells.map((one) => one.kind)).toEqual(['leader_session', 'head_of_duty', 'duty_officer'])
  })
  it('puts turns of one day in the order of their beginning', () => {
    expect(cell(0, 'duty_officer')?.slots.map((one) => one.id)).toEqual(['early', 'late'])
  })
  it('leaves cancelled turns out', () => expect(cell(1, 'head_of_duty')?.slots).toEqual([]))
  it('shows a vacancy at the duty officer’s chair only', () => {
    expect(cell(1, 'duty_officer')?.vacant).toBe(true)
    expect(cell(1, 'head_of_duty')?.vacant).toBe(false)
    expect(cell(0, 'duty_officer')?.vacant).toBe(false)
  })
})
