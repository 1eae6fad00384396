// What a stretch of time counted, as an explanation says it: days, or milliseconds as hours and minutes.
import type { AmountUnit } from '../api/values'
import { durationText } from './countdown'

type Translate = (key: string, named?: Record<string, unknown>) => string

const minuteMs = 60_000

export function countedText(amount: number, unit: AmountUnit, t: Translate): string {
  if (unit === 'days') return t('explain.days', { n: amount })
  const minutes = Math.floor(amount / minuteMs)
  return durationText(Math.floor(minutes / 60), minutes % 60, t)
}
