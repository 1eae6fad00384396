// The printed duty table: a row for each date, a column for each kind. Pure.
import { dateOf } from '../../composables/moment'
import type { CalendarDay, CalendarMonth, DutyMonth, DutySlot } from '../../api/types'
import { dutyKinds, type DutyKind } from '../../api/values'

export interface DutyCell {
  kind: DutyKind
  slots: DutySlot[]
  vacant: boolean
}

export interface DutyRow {
  day: CalendarDay
  cells: DutyCell[]
}

// A vacancy is the duty officer's chair: somebody must always be told when a limit breaks.
export function tableOf(calendar: CalendarMonth, duty: DutyMonth): DutyRow[] {
  const vacant = new Set(duty.vacant.map((date) => dateOf(date)))
  return calendar.days.map((day) => ({
    day,
    cells: dutyKinds.map((kind) => {
      const slots = duty.slots
        .filter((slot) => slot.date === day.date && slot.kind === kind && slot.status !== 'cancelled')
        .sort((one, other) => one.from.localeCompare(other.from))
      return { kind, slots, vacant: kind === 'duty_officer' && vacant.has(day.date) }
    }),
  }))
}
