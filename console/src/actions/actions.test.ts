import { describe, expect, it } from 'vitest'
import type { Assignment, Me, Petition, Ticket } from '../api/types'
import type { LegState, Role, Stage } from '../api/values'
import { legActionsFor, petitionActionsFor } from './leg_actions'
import { ticketActions, ticketActionsFor } from './ticket_actions'

const leg = (state: LegState, more: Partial<Assignment> = {}) =>
  ({ id: '1-1', unit: 'housing', role: 'lead', state, ...more }) as Assignment
const ticket = (stage: Stage, more: Partial<Ticket> = {}) =>
  ({ stage, supervised: false, assignments: [], petitions: [], ...more }) as unknown as Ticket
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
    ['supervisor', 'handling', ['urge', 'supervise']],
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
    ])
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
  it('of lifted supervision says off', () =>
    expect(body('unsupervise', { note: 'x' })).toEqual({ on: false, note: 'x' }))
})

describe('what may be done with an assignment', () => {
  const own = me('unit', 'housing')

  it('is nothing when it is another unit’s', () => {
    expect(legActionsFor(me('unit', 'urban'), ticket('handling'), leg('handling'))).toEqual([])
  })
  it.each([
    ['awaiting_receipt', ['receive', 'reply', 'contact', 'extend', 'return', 'subdispatch']],
    ['handling', ['reply', 'contact', 'extend', 'return', 'subdispatch']],
    ['replied', []],
    ['returned', []],
  ] as [LegState, string[]][])('%s: %s', (state, expected) => {
    expect(ids(legActionsFor(own, ticket('handling'), leg(state)))).toEqual(expected)
  })
  it('is one petition at a time, and neither reply nor passing on while a return waits', () => {
    const pending = { assignment: '1-1', kind: 'return_leg', state: 'pending' } as Petition
    expect(ids(legActionsFor(own, ticket('handling', { petitions: [pending] }), leg('handling')))).toEqual([
      'contact',
    ])
  })
  it('lets an assisting unit exit, never the lead', () => {
    expect(ids(legActionsFor(own, ticket('handling'), leg('handling', { role: 'assist' })))).toContain('exit')
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
})
