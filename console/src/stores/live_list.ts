// A list of tickets that changes while somebody reads it. Pure: old list in, new list out.
//
// Rows never move or vanish under the cursor. A ticket that newly matches the filter waits in `fresh`
// until the reader asks for it; a row that matches no more stays in its place, marked `left`, until then.
import type { Page, TicketSummary } from '../api/types'

export interface Row {
  ticket: TicketSummary
  left: boolean
}

export interface LiveList {
  rows: Row[] // newest first
  fresh: TicketSummary[] // not shown yet, any order
  next?: string | null // cursor of the next page; absent when everything is loaded
}

export type Matches = (ticket: TicketSummary) => boolean

export const emptyList: LiveList = { rows: [], fresh: [] }

// Numbers are digits of equal length today; longer ones are newer should the width ever grow.
export function isNewer(one: string, other: string): boolean {
  return one.length === other.length ? one > other : one.length > other.length
}

const shown = (ticket: TicketSummary): Row => ({ ticket, left: false })

export function loaded(page: Page<TicketSummary>): LiveList {
  return { rows: page.items.map(shown), fresh: [], next: page.next }
}

export function appended(list: LiveList, page: Page<TicketSummary>): LiveList {
  const known = new Set(list.rows.map((row) => row.ticket.number))
  const added = page.items.filter((ticket) => !known.has(ticket.number))
  const numbers = new Set(added.map((ticket) => ticket.number))
  return {
    rows: [...list.rows, ...added.map(shown)],
    fresh: list.fresh.filter((ticket) => !numbers.has(ticket.number)),
    next: page.next,
  }
}

// One ticket changed. An older version than the one at hand changes nothing.
export function merged(list: LiveList, ticket: TicketSummary, matches: Matches): LiveList {
  const at = list.rows.findIndex((row) => row.ticket.number === ticket.number)
  if (at >= 0) {
    if (ticket.version < list.rows[at].ticket.version) return list
    const rows = list.rows.slice()
    rows[at] = { ticket, left: !matches(ticket) }
    return { ...list, rows }
  }
  const waiting = list.fresh.find((other) => other.number === ticket.number)
  if (waiting && ticket.version < waiting.version) return list
  const fresh = list.fresh.filter((other) => other.number !== ticket.number)
  if (matches(ticket) && isWithin(list, ticket.number)) fresh.push(ticket)
  return fresh.length === 0 && list.fresh.length === 0 ? list : { ...list, fresh }
}

// A ticket older than the last loaded row comes with its page.
function isWithin(list: LiveList, number: string): boolean {
  const last = list.rows[list.rows.length - 1]
  return !list.next || last === undefined || isNewer(number, last.ticket.number)
}

// The first page was fetched again: it is the truth for everything down to its last number.
export function refreshed(list: LiveList, page: Page<TicketSummary>): LiveList {
  const current = new Map(page.items.map((ticket) => [ticket.number, ticket]))
  const last = page.items[page.items.length - 1]
  const covers = (number: string) =>
    !page.next || last === undefined || number === last.number || isNewer(number, last.number)
  const rows = list.rows.map((row) => {
    const ticket = current.get(row.ticket.number)
    if (ticket) return { ticket: newest(row.ticket, ticket), left: false }
    return covers(row.ticket.number) ? { ...row, left: true } : row
  })
  const onScreen = new Set(rows.map((row) => row.ticket.number))
  const fresh = page.items.filter((ticket) => !onScreen.has(ticket.number))
  const older = list.fresh.filter((ticket) => !covers(ticket.number))
  return { ...list, rows, fresh: [...fresh, ...older] }
}

function newest(one: TicketSummary, other: TicketSummary): TicketSummary {
  return other.version >= one.version ? other : one
}

// The reader asked for the new ones: put them in their places and drop what has left.
export function revealed(list: LiveList): LiveList {
  const rows = [...list.rows.filter((row) => !row.left), ...list.fresh.map(shown)]
  rows.sort((one, other) => (isNewer(one.ticket.number, other.ticket.number) ? -1 : 1))
  return { ...list, rows, fresh: [] }
}
