import { describe, expect, it } from 'vitest'
import type { TicketSummary } from '../api/types'
import type { Stage } from '../api/values'
import { appended, emptyList, isNewer, loaded, merged, refreshed, revealed, type LiveList } from './live_list'

const ticket = (number: string, version = 1, stage: Stage = 'handling') =>
  ({ number, version, stage }) as TicketSummary
const handling = (one: TicketSummary) => one.stage === 'handling'
const numbers = (list: LiveList) => list.rows.map((row) => row.ticket.number)
const fresh = (list: LiveList) => list.fresh.map((one) => one.number)
const left = (list: LiveList) => list.rows.filter((row) => row.left).map((row) => row.ticket.number)

const start = loaded({ items: [ticket('9'), ticket('8'), ticket('7')], next: '7' })

describe('a list under the reader’s cursor', () => {
  it('keeps a new ticket behind the bar', () => {
    const list = merged(start, ticket('95'), handling)
    expect(numbers(list)).toEqual(['9', '8', '7'])
    expect(fresh(list)).toEqual(['95'])
  })

  it('counts a new ticket once however often it changes', () => {
    const list = merged(merged(start, ticket('95', 1), handling), ticket('95', 4), handling)
    expect(list.fresh.map((one) => one.version)).toEqual([4])
  })

  it('forgets a waiting ticket that matches no more', () => {
    const list = merged(merged(start, ticket('95', 1), handling), ticket('95', 2, 'closed'), handling)
    expect(fresh(list)).toEqual([])
  })

  it('changes a row in its place', () => {
    const list = merged(start, ticket('8', 2), handling)
    expect(numbers(list)).toEqual(['9', '8', '7'])
    expect(list.rows[1].ticket.version).toBe(2)
  })

  it('ignores an older version, whether shown or waiting', () => {
    const newer = merged(start, ticket('8', 5), handling)
    expect(merged(newer, ticket('8', 4, 'closed'), handling)).toBe(newer)
    const waiting = merged(start, ticket('95', 5), handling)
    expect(merged(waiting, ticket('95', 4, 'closed'), handling)).toBe(waiting)
  })

  it('leaves a row where it is, marked, when it matches no more', () => {
    const list = merged(start, ticket('8', 2, 'closed'), handling)
    expect(numbers(list)).toEqual(['9', '8', '7'])
    expect(left(list)).toEqual(['8'])
  })

  it('takes the mark away when the ticket comes back', () => {
    const list = merged(merged(start, ticket('8', 2, 'closed'), handling), ticket('8', 3), handling)
    expect(left(list)).toEqual([])
  })

  it('does not count tickets of pages that are not loaded', () => {
    expect(fresh(merged(start, ticket('3', 2), handling))).toEqual([])
    expect(fresh(merged({ ...start, next: undefined }, ticket('3', 2), handling))).toEqual(['3'])
  })

  it('keeps the same list when a foreign ticket changes', () => {
    expect(merged(start, ticket('95', 1, 'closed'), handling)).toBe(start)
  })
})

describe('revealing', () => {
  it('puts the new in order, drops what has left and empties the bar', () => {
    let list = merged(start, ticket('95'), handling)
    list = merged(list, ticket('8', 2, 'closed'), handling)
    list = merged(list, ticket('75', 2), handling)
    list = revealed(list)
    expect(numbers(list)).toEqual(['95', '75', '9', '7'])
    expect(fresh(list)).toEqual([])
  })
})

describe('pages', () => {
  it('are appended without doubles and take over what waited', () => {
    const waiting = { ...start, fresh: [ticket('6')] }
    const list = appended(waiting, { items: [ticket('7'), ticket('6'), ticket('5')] })
    expect(numbers(list)).toEqual(['9', '8', '7', '6', '5'])
    expect(fresh(list)).toEqual([])
    expect(list.next).toBeUndefined()
  })
})

describe('a refresh in place', () => {
  it('updates rows, marks the missing and keeps the new behind the bar', () => {
    const list = refreshed(start, { items: [ticket('95'), ticket('9', 3), ticket('7')], next: '7' })
    expect(numbers(list)).toEqual(['9', '8', '7'])
    expect(list.rows[0].ticket.version).toBe(3)
    expect(left(list)).toEqual(['8'])
    expect(fresh(list)).toEqual(['95'])
  })

  it('says nothing about rows below its last number', () => {
    const list = refreshed(start, { items: [ticket('95'), ticket('9')], next: '9' })
    expect(left(list)).toEqual([])
    expect(numbers(list)).toEqual(['9', '8', '7'])
  })

  it('does not undo what the feed brought meanwhile', () => {
    const ahead = merged(start, ticket('9', 8), handling)
    expect(
      refreshed(ahead, { items: [ticket('9', 7), ticket('8'), ticket('7')] }).rows[0].ticket.version,
    ).toBe(8)
  })

  it('marks every row when nothing matches any more', () => {
    expect(left(refreshed(start, { items: [] }))).toEqual(['9', '8', '7'])
  })

  it('fills an empty list behind the bar', () => {
    expect(fresh(refreshed(emptyList, { items: [ticket('1')] }))).toEqual(['1'])
  })
})

describe('the order of numbers', () => {
  it.each([
    ['20260213000018', '20260213000017', true],
    ['20260213000017', '20260213000017', false],
    ['100', '99', true],
  ])('%s is newer than %s: %s', (one, other, newer) => expect(isNewer(one, other)).toBe(newer))
})
