// How a running limit is said: in working time, as the server counted it.
export type Tone = 'ok' | 'warn' | 'late' | 'none'

export interface LimitLike {
  working_minutes_left?: number | null
  overdue: boolean
  yellow: boolean
  red: boolean
}

export interface Countdown {
  tone: Tone
  key: 'countdown.left' | 'countdown.late' | 'countdown.none'
  hours: number
  minutes: number
}

export function countdownOf(limit: LimitLike): Countdown {
  const left = limit.working_minutes_left
  if (left === undefined || left === null)
    return { tone: 'none', key: 'countdown.none', hours: 0, minutes: 0 }
  const size = Math.abs(Math.trunc(left))
  const parts = { hours: Math.floor(size / 60), minutes: size % 60 }
  if (left < 0) return { tone: 'late', key: 'countdown.late', ...parts }
  const tone = limit.red ? 'late' : limit.yellow ? 'warn' : 'ok'
  return { tone, key: 'countdown.left', ...parts }
}

type Translate = (key: string, named?: Record<string, unknown>) => string

export function durationText(hours: number, minutes: number, t: Translate): string {
  if (hours === 0) return t('countdown.minutes', { m: minutes })
  if (minutes === 0 || hours >= 100) return t('countdown.hours', { h: hours })
  return t('countdown.hoursMinutes', { h: hours, m: minutes })
}

export function countdownText(limit: LimitLike, t: Translate): string {
  const countdown = countdownOf(limit)
  if (countdown.tone === 'none') return t(countdown.key)
  return t(countdown.key, { time: durationText(countdown.hours, countdown.minutes, t) })
}
