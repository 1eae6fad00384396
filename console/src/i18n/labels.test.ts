import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Field } from '../actions/action'
import { legActions, petitionActions } from '../actions/leg_actions'
import { milestoneActions, noticeActions } from '../actions/limit_actions'
import { ticketActions } from '../actions/ticket_actions'
import type { Assignment } from '../api/types'
import * as values from '../api/values'
import { renderedTypes } from '../journal/sentence'
import { en } from './en'
import { zh } from './zh'

const groups: [string, readonly string[]][] = [
  ['role', values.roles],
  ['stage', values.stages],
  ['channel', values.channels],
  ['kind', values.kinds],
  ['urgency', values.urgencies],
  ['legRole', values.legRoles],
  ['legState', values.legStates],
  ['callerType', values.callerTypes],
  ['origin', values.origins],
  ['petitionKind', values.petitionKinds],
  ['petitionState', values.petitionStates],
  ['milestoneKind', values.milestoneKinds],
  ['milestoneState', values.milestoneStates],
  ['stepKind', values.stepKinds],
  ['noticeKind', values.noticeKinds],
  ['moveCause', values.moveCauses],
  ['segmentKind', values.segmentKinds],
  ['capReason', values.capReasons.slice(1)],
  ['declineReason', values.declineReasons],
  ['line', values.emergencyLines],
  ['dayKind', values.dayKinds],
  ['dutyKind', values.dutyKinds],
  ['dutyStatus', values.dutyStatuses],
  ['unitKind', values.unitKinds],
]
const languages: [string, object][] = [
  ['zh', zh],
  ['en', en],
]
const labelOf = (messages: object, group: string, name: string) =>
  (messages as Record<string, Record<string, string>>)[group]?.[name]

const extension = { max_working_days: 10, approver: 'dispatcher', office: '', needs: 'nothing' } as const
const pause_reasons = [{ code: 'flood', name: '汛期', max_working_days: 10 }]
const legsOfPolicies = (['add', 'total'] as const).map(
  (mode) => ({ next_extension: { ...extension, mode }, pause_reasons }) as Assignment,
)

// The labels that a field asks for beside its own.
function keysOf({ hint, options, optionText }: Field): string[] {
  const asked: string[] = typeof hint === 'string' ? [hint] : []
  const t = (key: string) => (asked.push(key), key)
  if (typeof hint === 'function') hint(t)
  options?.forEach((one) => optionText?.(one, t))
  return asked
}

describe.each(languages)('the labels in %s', (_, messages) => {
  it.each(groups)('name every %s', (group, names) => {
    expect(names.filter((name) => !labelOf(messages, group, name))).toEqual([])
  })
  it('name every action and every field of it', () => {
    const actions = [
      ...ticketActions,
      ...legActions,
      ...petitionActions,
      ...milestoneActions,
      ...noticeActions,
    ]
    expect(
      actions.filter((action) => !labelOf(messages, 'action', action.id)).map((action) => action.id),
    ).toEqual([])
    const shaped = legActions.flatMap(({ fieldsFor }) => (fieldsFor ? legsOfPolicies.flatMap(fieldsFor) : []))
    const fields = [...actions.flatMap((action) => action.fields), ...shaped]
    const hints = fields.flatMap(keysOf)
    expect(hints).toContain('hint.extendTotal')
    expect(hints.filter((key) => !labelOf(messages, ...(key.split('.') as [string, string])))).toEqual([])
    const names = fields.map((field) => field.label ?? field.name)
    expect(names.filter((name) => !labelOf(messages, 'field', name))).toEqual([])
  })
})

// The table of docs/api.md, which a test of the server compares with the rules.
const refusals = readFileSync('../docs/api.md', 'utf8').split('## Refusals of the rules')[1].split('\n## ')[0]
const refusalCodes = [...refusals.matchAll(/^\| `(\w+)` \|/gm)].map(([, code]) => code)

describe.each(languages)('the refusals in %s', (_, messages) => {
  it('are all said in words', () => {
    expect(refusalCodes.length).toBeGreaterThan(40)
    expect(refusalCodes.filter((code) => !labelOf(messages, 'problem', code))).toEqual([])
  })
})

describe('the two languages', () => {
  const placeholders = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort()
  const walk = (one: object, other: object, path: string): string[] =>
    Object.entries(one).flatMap(([key, value]) => {
      const twin = (other as Record<string, unknown>)[key]
      if (typeof value === 'object') return walk(value as object, twin as object, `${path}.${key}`)
      return String(placeholders(value as string)) === String(placeholders(twin as string))
        ? []
        : [`${path}.${key}`]
    })
  it('fill the same placeholders', () => expect(walk(zh, en, '')).toEqual([]))
})

describe('the journal', () => {
  it('has a sentence for every type of event', () => {
    expect([...renderedTypes].sort()).toEqual([...values.eventTypes].sort())
  })
})
