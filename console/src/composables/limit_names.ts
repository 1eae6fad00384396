// Limits and reasons by the names that the city's policy gives them.
import type { BothTongues, Milestone, Ticket } from '../api/types'

type Translate = (key: string, named?: Record<string, unknown>) => string
type Knows = (key: string) => boolean

export const limitName = (limit: Pick<Milestone, 'kind' | 'label'>, t: Translate): string =>
  limit.label || t(`milestoneKind.${limit.kind}`)

export const inLanguage = (text: BothTongues, language: string): string =>
  language === 'en' ? text.en : text.zh

// Only live assignments carry the names of their policy; the usual reasons have labels, others their code.
export function pauseReasonName(ticket: Ticket, code: string, t: Translate, knows: Knows): string {
  const reasons = ticket.assignments.flatMap((leg) => leg.pause_reasons)
  const label = `pauseReason.${code}`
  return reasons.find((one) => one.code === code)?.name || (knows(label) ? t(label) : code)
}
