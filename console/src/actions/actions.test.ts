import { describe, expect, it } from 'vitest'
import type { Assignment, Me, Milestone, NextExtension, Notice, Petition, Ticket } from '../api/types'
import { i18n } from '../i18n'
import type { LegState, Role, Stage } from '../api/values'
import { legActionsFor as offeredFor, petitionActionsFor } from './leg_actions'
import { milestoneActionsFor, noticeActionsFor } from './limit_actions'
import { deciderOf } from './policy_fields'
import { ticketActions, ticketActionsFor } from './ticket_actions'

const next_extension: NextExtension = {
  mode: 'add',
  max_working_days: 10,
  approver: 'dispatcher',
  office: '',
  needs: 'nothing',
}
const pause_reasons = [
  { code: 'litigation', name: '涉诉', max_working_days: 500 },
  { code: 'third_party', name: '征求第三方意见', max_working_days: 6 },
]
const leg = (state: LegState, more: Partial<Assignment> = {}) =>
  ({ id: '1-1', unit: 'housing', role: 'lead', state, next_extension, pause_reasons, ...more }) as Assignment
const now = Date.parse('2026-03-02T10:00:00.000+08:00')
const legActionsFor = (who: Me, of: Ticket, one: Assignment, at = now) => offeredFor(who, of, one, at)
const ticket = (stage: Stage, more: Partial<Ticket> = {}) =>
  ({
    stage,
    supervised: false,
    complex: false,
    visit_open: false,
    caller: { type: 'person' },
    assignments: [],
    petitions: [],
    milestones: [],
    ...more,
  }) as unknown as Ticket
const limit = (more: Partial<Milestone> = {}) =>
  ({ id: '1-m1', kind: 'resolve', assignment: '1-1', state: 'running', overdue: false, ...more }) as Milestone
const working = (more: Partial<Ticket> = {}) => ticket('handling', { milestones: [limit()], ...more })
const me = (role: Role, unit = '') => ({ role, unit, name: '', unit_name: '' }) as Me
const ids = (actions: { id: string }[]) => actions.map((action) => action.id)

describe('what may be done with a ticket', () => {
  it.each([
    [
      'agent',
      'awaiting_dispatch',
      ['dispatch', 'answer', 'supplement', 'urge', 'transfer', 'decline', 'merge', 'withdraw'],
    ],
    ['visitor', 'awaiting_visit', ['visit', 'supplement', 'urge']],
    ['visitor', 'awaiting_redo', ['finalVisit', 'redo', 'supplement', 'urge']],
    ['supervisor', 'handling', ['urge', 'supervise', 'markComplex']],
    ['visitor', 'merged', ['answerCaller']],
    ['supervisor', 'closed', ['redo', 'archive']],
    ['dispatcher', 'archived', []],
    ['unit', 'handling', []],
    ['leader', 'handling', []],
  ] as [Role, Stage, string[]][])('%s at %s: %s', (role, stage, expected) => {
    expect(ids(ticketActionsFor(role, ticket(stage)))).toEqual(expected)
  })

  it('adds only assisting units beside a lead that works', () => {
    const shared = ticket('handling', { assignments: [leg('handling')] })
    expect(ids(ticketActionsFor('dispatcher', shared))).toContain('join')
    expect(ids(ticketActionsFor('dispatcher', shared))).not.toContain('dispatch')
    const orphan = ticket('handling', { assignments: [leg('returned')] })
    expect(ids(ticketActionsFor('dispatcher', orphan))).toContain('dispatch')
  })

  it('offers to lift supervision only where there is some', () => {
    expect(ids(ticketActionsFor('supervisor', ticket('handling', { supervised: true })))).toEqual([
      'urge',
      'unsupervise',
      'markComplex',
    ])
  })

  it('offers to take the complex mark off only where it is on', () => {
    const offered = ids(ticketActionsFor('dispatcher', ticket('handling', { complex: true })))
    expect(offered).toContain('unmarkComplex')
    expect(offered).not.toContain('markComplex')
  })

  it('is a visit while the unit works when a limit ordered it, but not when a redo waits', () => {
    const ordered = (stage: Stage) => ids(ticketActionsFor('visitor', ticket(stage, { visit_open: true })))
    expect(ids(ticketActionsFor('visitor', ticket('handling')))).not.toContain('visit')
    expect(ordered('handling')).toContain('visit')
    expect(ordered('awaiting_redo')).not.toContain('visit')
    expect(ordered('closed')).not.toContain('visit')
  })

  it('is no archive while the caller of a merged ticket waits for an answer', () => {
    const waits = limit({ kind: 'caller_reply', assignment: undefined })
    expect(ids(ticketActionsFor('dispatcher', ticket('merged', { milestones: [waits] })))).toEqual([
      'answerCaller',
    ])
    const answered = ticket('merged', { caller_answered_at: '2026-03-02T10:00:00.000+08:00' })
    expect(ids(ticketActionsFor('dispatcher', answered))).toEqual(['archive'])
  })
})

describe('the body of an action', () => {
  const body = (id: string, values: Record<string, unknown>) =>
    ticketActions.find((one) => one.id === id)?.body?.(values)

  it('of a dispatch names the lead once and the others as assisting', () => {
    expect(body('dispatch', { lead: 'a', assist: ['a', 'b'], note: '' })).toEqual({
      assignments: [
        { unit: 'a', role: 'lead' },
        { unit: 'b', role: 'assist' },
      ],
      note: '',
    })
  })
  it('of a visit that reached nobody claims no answers', () => {
    expect(
      body('visit', {
        reached: false,
        contacted: true,
        solved: true,
        satisfied: true,
        final: false,
        note: '',
      }),
    ).toEqual({ reached: false, contacted: false, solved: false, satisfied: false, final: false, note: '' })
  })
  it('of the complex mark says on or off', () => {
    expect(body('markComplex', { note: 'x' })).toEqual({ on: true, note: 'x' })
    expect(body('unmarkComplex', { note: '' })).toEqual({ on: false, note: '' })
  })
  it('of lifted supervision says off', () =>
    expect(body('unsupervise', { note: 'x' })).toEqual({ on: false, note: 'x' }))
})

describe('what may be done with an assignment', () => {
  const own = me('unit', 'housing')

  it('is nothing when it is another unit’s', () => {
    expect(legActionsFor(me('unit', 'urban'), working(), leg('handling'))).toEqual([])
  })
  it.each([
    [
      'awaiting_receipt',
      ['receive', 'reply', 'contact', 'plan', 'progress', 'extend', 'suspend', 'return', 'subdispatch'],
    ],
    ['handling', ['reply', 'contact', 'plan', 'progress', 'extend', 'suspend', 'return', 'subdispatch']],
    ['replied', []],
    ['returned', []],
  ] as [LegState, string[]][])('%s: %s', (state, expected) => {
    expect(ids(legActionsFor(own, working(), leg(state)))).toEqual(expected)
  })
  it('is one petition at a time, and neither reply nor passing on while a return waits', () => {
    const pending = { assignment: '1-1', kind: 'return_leg', state: 'pending' } as Petition
    expect(ids(legActionsFor(own, working({ petitions: [pending] }), leg('handling')))).toEqual([
      'contact',
      'plan',
      'progress',
    ])
  })
  it('goes on while an appeal waits', () => {
    const appeal = { assignment: '1-1', kind: 'appeal', state: 'pending' } as Petition
    expect(ids(legActionsFor(own, working({ petitions: [appeal] }), leg('handling')))).toContain('extend')
  })
  it('is no return once the unit was designated or deemed to have accepted', () => {
    const accepted_at = '2026-03-02T17:30:00.000+08:00'
    for (const more of [{ designated: true }, { accepted_at }]) {
      expect(ids(legActionsFor(own, working(), leg('handling', more)))).not.toContain('return')
    }
  })
  it.each([
    ['of the leg that runs', [limit()], true],
    ['of the whole ticket', [limit({ assignment: undefined })], true],
    ['of a redo', [limit({ kind: 'redo' })], true],
    ['that has ended', [limit({ overdue: true, working_minutes_left: -5 })], false],
    [
      'that ends later since its overdue was corrected',
      [limit({ overdue: true, working_minutes_left: 9 })],
      true,
    ],
    ['that was met', [limit({ state: 'met' })], false],
    ['of another leg', [limit({ assignment: '1-2' })], false],
    ['of a first contact only', [limit({ kind: 'contact' })], false],
  ] as [string, Milestone[], boolean][])(
    'is an extension for the lead’s limit %s: %#',
    (_, milestones, offered) => {
      expect(ids(legActionsFor(own, working({ milestones }), leg('handling'))).includes('extend')).toBe(
        offered,
      )
    },
  )
  it('is a return until its window has passed, its last instant included', () => {
    const return_until = '2026-03-04T17:30:00.000+08:00'
    const offered = (at: number, more: Partial<Assignment>) =>
      ids(legActionsFor(own, working(), leg('handling', more), at)).includes('return')
    const end = Date.parse(return_until)
    expect(offered(end, { return_until })).toBe(true)
    expect(offered(end + 1, { return_until })).toBe(false)
    expect(offered(end + 1, {})).toBe(true)
  })
  it.each([
    ['nothing', {}, [], true],
    ['complex', {}, [], false],
    ['complex', { complex: true }, [], true],
    ['several_units', {}, [], false],
    ['several_units', {}, [leg('exited'), leg('returned')], false],
    ['several_units', {}, [leg('done')], true],
  ] as [NextExtension['needs'], Partial<Ticket>, Assignment[], boolean][])(
    'is an extension of a ticket that the policy grants it to, one with %s: %#',
    (needs, more, others, offered) => {
      const mine = leg('handling', { next_extension: { ...next_extension, needs } })
      const all = working({ assignments: [mine, ...others], ...more })
      expect(ids(legActionsFor(own, all, mine)).includes('extend')).toBe(offered)
    },
  )
  it('is neither an extension nor a suspension that the policy does not know', () => {
    const strict = leg('handling', { next_extension: undefined, pause_reasons: [] })
    const offered = ids(legActionsFor(own, working(), strict))
    expect(offered).not.toContain('extend')
    expect(offered).not.toContain('suspend')
    expect(offered).toContain('return')
  })
  it('is a suspension or its end, never both', () => {
    const suspended = leg('handling', { suspended_until: '2026-03-13T17:30:00.000+08:00' })
    const offered = ids(legActionsFor(own, working(), suspended))
    expect(offered).toContain('resume')
    expect(offered).not.toContain('suspend')
    expect(ids(legActionsFor(own, working(), leg('handling')))).not.toContain('resume')
    const contactOnly = working({ milestones: [limit({ kind: 'contact' })] })
    expect(ids(legActionsFor(own, contactOnly, leg('handling')))).not.toContain('suspend')
  })
  it('is a confirmation of the service where the policy knows it, once for each limit', () => {
    const known = { service_confirmation: true }
    const confirmed = leg('handling', { ...known, confirmed_at: '2026-03-02T10:00:00.000+08:00' })
    const offered = (more: Partial<Ticket>, one: Assignment, role: Role = 'visitor') =>
      ids(legActionsFor(me(role), working(more), one)).includes('confirm')
    expect(offered({ caller: { type: 'enterprise' } as Ticket['caller'] }, leg('handling'))).toBe(false)
    expect(offered({}, leg('handling', known))).toBe(true)
    expect(offered({ milestones: [] }, confirmed)).toBe(false)
    expect(offered({ milestones: [limit({ kind: 'redo' })] }, confirmed)).toBe(true)
    expect(offered({}, leg('handling', known), 'supervisor')).toBe(false)
  })
  it('is nothing before the ticket is handled or after', () => {
    expect(legActionsFor(own, ticket('awaiting_redo'), leg('handling'))).toEqual([])
  })
  it('lets an assisting unit exit, never the lead', () => {
    expect(ids(legActionsFor(own, working(), leg('handling', { role: 'assist' })))).toContain('exit')
    expect(ids(legActionsFor(own, working(), leg('handling')))).not.toContain('exit')
  })
  it('is a check by the dispatcher once the lead has replied', () => {
    expect(ids(legActionsFor(me('dispatcher'), ticket('awaiting_check'), leg('replied')))).toEqual(['check'])
  })
})

describe('the fields that a policy shapes', () => {
  const t = (key: string, named?: Record<string, unknown>) => i18n.global.t(key, named ?? {})
  const fieldsOf = (id: string, more: Partial<Assignment> = {}) => {
    const offered = legActionsFor(me('unit', 'housing'), working(), leg('handling', more))
    return offered.find((one) => one.id === id)?.fields ?? []
  }
  const daysOf = (more: Partial<NextExtension>) => {
    const [days] = fieldsOf('extend', { next_extension: { ...next_extension, ...more } })
    const hint = typeof days.hint === 'function' ? days.hint(t) : days.hint
    return { label: days.label, initial: days.initial, max: days.max, hint }
  }

  it.each([
    [{}, ['working_days', 3, 10, '最多再加 10 个工作日，由派单员审批']],
    [{ max_working_days: 2 }, ['working_days', 2, 2, '最多再加 2 个工作日，由派单员审批']],
    [
      { approver: 'supervisor', office: '省政府办公厅', max_working_days: 500 },
      ['working_days', 3, 365, '最多再加 365 个工作日，由省政府办公厅审批'],
    ],
    [
      { mode: 'total', approver: 'leader', max_working_days: 15 },
      ['total_days', 15, 15, '连同原时限，总共最多 15 个工作日，由值班领导审批'],
    ],
  ] as [Partial<NextExtension>, unknown[]][])('of the extension %o', (more, expected) => {
    expect(Object.values(daysOf(more))).toEqual(expected)
  })

  it('offer the reasons of the policy, each with its most', () => {
    const [code, days, why] = fieldsOf('suspend')
    expect(code.options?.map((one) => code.optionText?.(one, t))).toEqual([
      '涉诉（最多 365 个工作日）',
      '征求第三方意见（最多 6 个工作日）',
    ])
    expect(code.options).toEqual(['litigation', 'third_party'])
    expect([days.initial, days.max, why.name]).toEqual([6, 365, 'reason'])
  })

  it('name who decides by the office, else by the role', () => {
    expect(deciderOf({ approver: 'leader', office: '' }, t)).toBe('值班领导')
    expect(deciderOf({ approver: 'leader', office: '市政府办公室' }, t)).toBe('市政府办公室')
    expect(deciderOf({ office: '' }, t)).toBe('')
  })
})

describe('a petition', () => {
  const petition = { state: 'pending' } as Petition
  it('is decided by the hotline while it is pending and the ticket is handled', () => {
    expect(ids(petitionActionsFor(me('dispatcher'), ticket('handling'), petition))).toEqual([
      'approve',
      'reject',
    ])
    expect(petitionActionsFor(me('unit', 'housing'), ticket('handling'), petition)).toEqual([])
    expect(petitionActionsFor(me('dispatcher'), ticket('handling'), { state: 'void' } as Petition)).toEqual(
      [],
    )
  })

  const asked = (kind: Petition['kind']) => ({ kind, state: 'pending' }) as Petition
  it.each([
    ['leader', 'extend', 'handling', true],
    ['leader', 'return_leg', 'handling', false],
    ['leader', 'appeal', 'closed', false],
    ['admin', 'suspend', 'handling', true],
    ['supervisor', 'appeal', 'closed', true],
    ['supervisor', 'appeal', 'archived', false],
    ['supervisor', 'extend', 'closed', false],
    ['agent', 'extend', 'handling', false],
    ['admin', 'extend', 'handling', true],
  ] as [Role, Petition['kind'], Stage, boolean][])('%s decides %s at %s: %s', (role, kind, stage, may) => {
    expect(petitionActionsFor(me(role), ticket(stage), asked(kind)).length > 0).toBe(may)
  })

  it.each([
    ['dispatcher', 'dispatcher', true],
    ['supervisor', 'dispatcher', false],
    ['admin', 'dispatcher', false],
    ['leader', 'leader', true],
    ['dispatcher', 'leader', false],
    ['visitor', 'visitor', false],
  ] as [Role, Role, boolean][])('for more time: %s, where %s decides: %s', (role, approver, may) => {
    const petition = { ...asked('extend'), approver }
    expect(petitionActionsFor(me(role), ticket('handling'), petition).length > 0).toBe(may)
  })
})

describe('a limit', () => {
  const late = limit({ overdue: true })
  const ofUnit = (unit: string, one: Milestone, more: Partial<Ticket> = {}) =>
    ids(milestoneActionsFor(me('unit', unit), working({ assignments: [leg('handling')], ...more }), one))

  it('is appealed against by its own unit and by the hotline once it is overdue', () => {
    expect(ofUnit('housing', late)).toEqual(['appeal'])
    expect(ofUnit('housing', limit())).toEqual([])
    expect(ofUnit('urban', late)).toEqual([])
    const shared = working({ assignments: [leg('done')] })
    expect(ids(milestoneActionsFor(me('supervisor'), shared, late))).toEqual(['appeal'])
    expect(milestoneActionsFor(me('agent'), shared, late)).toEqual([])
  })
  it('of the whole ticket is the last lead’s', () => {
    const whole = { ...late, assignment: undefined }
    const assignments = [leg('returned'), leg('handling', { id: '1-2', unit: 'urban' })]
    expect(ofUnit('urban', whole, { assignments })).toEqual(['appeal'])
    expect(ofUnit('housing', whole, { assignments })).toEqual([])
    expect(milestoneActionsFor(me('dispatcher'), working(), whole)).toEqual([])
  })
  it('is appealed against once at a time, and not when its overdue does not count', () => {
    const pending = { kind: 'appeal', milestone: '1-m1', state: 'pending' } as Petition
    expect(ofUnit('housing', late, { petitions: [pending] })).toEqual([])
    expect(ofUnit('housing', late, { petitions: [{ ...pending, state: 'rejected' }] })).toEqual(['appeal'])
    const correction = { at: '', due_at: '', reason: '', counts: false }
    expect(ofUnit('housing', { ...late, correction })).toEqual([])
    expect(ofUnit('housing', { ...late, correction: { ...correction, counts: true } })).toEqual(['appeal'])
    expect(ofUnit('housing', late, { stage: 'archived' })).toEqual([])
  })
})

describe('a notice', () => {
  const notice = (kind: Notice['kind'], more: Partial<Notice> = {}) =>
    ({ id: '1-n1', kind, ...more }) as Notice

  it.each([
    ['dispatcher', 'phone_task', 'handling', ['called']],
    ['dispatcher', 'phone_task', 'closed', ['called']],
    ['dispatcher', 'phone_task', 'archived', []],
    ['leader', 'duty_told', 'handling', ['acknowledge']],
    ['unit', 'written', 'handling', []],
    ['admin', 'phone_task', 'handling', []],
  ] as [Role, Notice['kind'], Stage, string[]][])('%s, %s at %s: %s', (role, kind, stage, expected) => {
    expect(ids(noticeActionsFor(me(role), ticket(stage), notice(kind)))).toEqual(expected)
  })
  it('is completed once', () => {
    const done = notice('phone_task', { done_at: '2026-03-02T10:00:00.000+08:00' })
    expect(noticeActionsFor(me('agent'), ticket('handling'), done)).toEqual([])
  })
})
