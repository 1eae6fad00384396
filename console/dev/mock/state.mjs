// The mock's memory: tickets, journal, receipts and the feed.
import { EventEmitter } from 'node:events'
import { cityTime, unitName } from './city.mjs'
import * as rules from './rules.mjs'

const { Refused, Work } = rules
const tickets = new Map()
const receipts = new Map()
const journal = []
export const feed = new EventEmitter().setMaxListeners(0)

export const lastSeq = () => journal.length
export const feedAfter = (seq) => journal.slice(seq).map((row) => row.item)
export const sees = (actor, ticket) =>
  actor.role !== 'unit' || ticket.assignments.some((leg) => leg.unit === actor.unit)

export function find(number, actor) {
  const ticket = tickets.get(number)
  if (!ticket || !sees(actor, ticket)) throw new Refused(404, 'ticket_not_found', 'no such ticket')
  return ticket
}

function minutesLeft(clock) {
  return clock.state === 'running' ? Math.floor((clock.due - Date.now()) / 60e3) : undefined
}

export function view(ticket, actor) {
  const masked = actor.role === 'unit'
  const { name, phone } = ticket.caller
  return {
    ...ticket,
    caller: masked
      ? {
          ...ticket.caller,
          name: name && `${name[0]}**`,
          phone: phone && `****${phone.slice(-4)}`,
          address: '',
          masked,
        }
      : { ...ticket.caller, masked },
    milestones: ticket.milestones.map(({ due, ...clock }) => ({
      ...clock,
      working_minutes_left: minutesLeft({ due, ...clock }),
    })),
  }
}

export function summary(ticket) {
  const clock = ticket.milestones
    .filter((one) => one.state === 'running')
    .sort((one, other) => one.due - other.due)[0]
  const unit = ticket.assignments.filter((leg) => leg.role === 'lead').at(-1)?.unit ?? ''
  return {
    number: ticket.number,
    version: ticket.version,
    stage: ticket.stage,
    channel: ticket.channel,
    kind: ticket.kind,
    urgency: ticket.urgency,
    title: ticket.title,
    district: ticket.district,
    item: ticket.item,
    unit,
    unit_name: unitName(unit),
    received_at: ticket.received_at,
    next_due_at: clock?.due_at,
    working_minutes_left: clock && minutesLeft(clock),
    overdue: ticket.overdue,
    yellow: !!clock?.yellow,
    red: false,
    supervised: ticket.supervised,
    confidential: ticket.caller.confidential,
    urge_count: ticket.urge_count,
    led_by: ticket.led_by,
  }
}

const closedLeg = ['done', 'returned', 'exited', 'superseded', 'replied']

export function list(query, actor) {
  const limit = Number(query.get('limit') ?? 50)
  const wanted = [...tickets.values()]
    .reverse()
    .filter(
      (ticket) =>
        sees(actor, ticket) &&
        (!query.get('stage') || ticket.stage === query.get('stage')) &&
        (!query.get('district') || ticket.district === query.get('district')) &&
        (query.get('overdue') !== '1' || ticket.overdue) &&
        (query.get('mine') !== '1' ||
          ticket.assignments.some((leg) => leg.unit === actor.unit && !closedLeg.includes(leg.state))) &&
        (!query.get('cursor') || ticket.number < query.get('cursor')),
    )
  const items = wanted.slice(0, limit)
  return { items: items.map(summary), next: wanted.length > limit ? items.at(-1).number : undefined }
}

export const journalOf = (number) =>
  journal.filter((row) => row.entry.ticket === number).map((row) => row.entry)

export function overview() {
  const stages = {}
  for (const ticket of tickets.values()) stages[ticket.stage] = (stages[ticket.stage] ?? 0) + 1
  return {
    stages: Object.entries(stages).map(([stage, count]) => ({ stage, count })),
    overdue_open: [...tickets.values()].filter((one) => one.overdue).length,
    outbox_pending: 0,
    last_seq: lastSeq(),
  }
}

function blank() {
  const day = cityTime().slice(0, 10).replaceAll('-', '')
  return {
    number: day + String(tickets.size + 1).padStart(6, '0'),
    version: 0,
    stage: 'awaiting_dispatch',
    supplements: [],
    direct_answer: '',
    closing_note: '',
    urge_count: 0,
    supervised: false,
    overdue: false,
    visit_open: false,
    caller_answer: '',
    redo_count: 0,
    visit_attempts: 0,
    assignments: [],
    petitions: [],
    milestones: [],
    notices: [],
  }
}

// Runs a command as the server does: receipt first, then the version, then the rules; all or nothing.
export function submit({ actor, number, key, hash, version, run }) {
  const known = key && receipts.get(`${actor.name}\n${key}`)
  if (known) {
    if (known.hash !== hash)
      throw new Refused(422, 'idempotency_mismatch', 'the key was used for another request')
    return { receipt: known.receipt, replayed: true }
  }
  const ticket = number ? structuredClone(find(number, actor)) : blank()
  if (version !== undefined && version !== ticket.version)
    throw new Refused(412, 'version_conflict', `the version is ${ticket.version}`, 'header/if-match')
  const work = new Work(ticket, Date.now())
  run(work)
  tickets.set(ticket.number, ticket)
  const entry = {
    seq: journal.length + 1,
    ticket: ticket.number,
    version: ticket.version,
    at: cityTime(work.now),
    actor,
    events: work.events,
  }
  const item = {
    ...entry,
    stage: ticket.stage,
    events: work.events.map(({ type }) => ({ type })),
    summary: summary(ticket),
  }
  journal.push({ entry, item })
  const receipt = {
    number: ticket.number,
    version: ticket.version,
    stage: ticket.stage,
    assignments: work.made,
    petition: work.petition,
  }
  if (key) receipts.set(`${actor.name}\n${key}`, { hash, receipt })
  feed.emit('item', item, ticket)
  return { receipt, replayed: false }
}
