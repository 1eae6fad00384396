// What the policy of an assignment shapes in its actions: the next extension, the reasons to suspend.
import type { Assignment, NextExtension, PauseReason, Petition, Ticket } from '../api/types'
import type { Field, Translate } from './action'

const askableDays = 365 // of one petition, as the API takes them
const usualExtension = 3
const usualSuspension = 10

// Who decides, for people; empty when any of the hotline may.
export function deciderOf(one: Pick<Petition, 'approver' | 'office'>, t: Translate): string {
  return one.office || (one.approver ? t(`role.${one.approver}`) : '')
}

export function meetsNeeds(next: NextExtension, ticket: Ticket): boolean {
  switch (next.needs) {
    case 'nothing':
      return true
    case 'complex':
      return ticket.complex
    case 'several_units':
      return ticket.assignments.filter((leg) => isLive(leg) || leg.state === 'done').length > 1
  }
}

const isLive = ({ state }: Assignment) =>
  state === 'awaiting_receipt' || state === 'handling' || state === 'replied'

export function extensionDays(next: NextExtension): Field {
  const days = Math.min(next.max_working_days, askableDays)
  const isTotal = next.mode === 'total'
  return {
    name: 'working_days',
    label: isTotal ? 'total_days' : 'working_days',
    kind: 'number',
    required: true,
    initial: isTotal ? days : Math.min(usualExtension, days),
    max: days,
    hint: (t) => t(isTotal ? 'hint.extendTotal' : 'hint.extendAdd', { days, who: deciderOf(next, t) }),
  }
}

// Each reason has its own most, which the server holds one to; the choice tells it.
export function suspensionFields(reasons: readonly PauseReason[]): readonly Field[] {
  const most = reasons.map((one) => Math.min(one.max_working_days, askableDays))
  const optionText = (code: string, t: Translate) => {
    const at = reasons.findIndex((one) => one.code === code)
    return t('hint.pauseReason', { name: reasons[at].name || code, days: most[at] })
  }
  return [
    { name: 'code', kind: 'choice', required: true, options: reasons.map((one) => one.code), optionText },
    {
      name: 'working_days',
      label: 'suspended_days',
      kind: 'number',
      required: true,
      initial: Math.min(usualSuspension, ...most),
      max: Math.max(...most),
    },
  ]
}
