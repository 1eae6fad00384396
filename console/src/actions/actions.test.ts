import { describe, expect, it } from 'vitest'
import type { Assignment, Me, Milestone, Notice, Petition, Ticket } from '../api/types'
import type { LegState, Role, Stage } from '../api/values'
import { legActionsFor, petitionActionsFor } from './leg_actions'
import { milestoneActionsFor, noticeActionsFor } from './limit_actions'
import { ticketActions, ticketActionsFor } from './ticket_actions'

const leg = (state: LegState, more: Partial<Assignment> = {}) =>
  ({ id: '1-1', unit: 'housing', role: 'lead', state, ...more }) as Assignment
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
  it('is a suspension or its end, never both', () => {
    const suspended = leg('handling', { suspended_until: '2026-03-13T17:30:00.000+08:00' })
    const offered = ids(legActionsFor(own, working(), suspended))
    expect(offered).toContain('resume')
    expect(offered).not.toContain('suspend')
    expect(ids(legActionsFor(own, working(), leg('handling')))).not.toContain('resume')
    const contactOnly = working({ milestones: [limit({ kind: 'contact' })] })
    expect(ids(legActionsFor(own, contactOnly, leg('handling')))).not.toContain('suspend')
  })
  it('is a confirmation of the service by an enterprise, once for each limit', () => {
    const caller = { type: 'enterprise' } as Ticket['caller']
    const confirmed = leg('handling', { confirmed_at: '2026-03-02T10:00:00.000+08:00' })
    const offered = (more: Partial<Ticket>, one: Assignment, role: Role = 'visitor') =>
      ids(legActionsFor(me(role), working(more), one)).includes('confirm')
    expect(offered({}, leg('handling'))).toBe(false)
    expect(offered({ caller }, leg('handling'))).toBe(true)
    expect(offered({ caller, milestones: [] }, confirmed)).toBe(false)
    expect(offered({ caller, milestones: [limit({ kind: 'redo' })] }, confirmed)).toBe(true)
    expect(offered({ caller }, leg('handling'), 'supervisor')).toBe(false)
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
  ] as [Role, Petition['kind'], Stage, boolean][])('%s decides %s at %s: %s', (role, kind, stage, may) => {
    expect(petitionActionsFor(me(role), ticket(stage), asked(kind)).length > 0).toBe(may)
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
