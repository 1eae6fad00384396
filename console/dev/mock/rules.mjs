// A small copy of the server's rules: enough for the console to be developed and looked at, no more.
import { cityTime, suggestionFor, unitName } from './city.mjs'

export class Refused extends Error {
  constructor(status, code, detail, field) {
    super(detail)
    Object.assign(this, { status, code, field })
  }
}

const over = ['closed', 'answered_directly', 'declined', 'transferred', 'withdrawn', 'merged', 'archived']
const live = (leg) => leg.state === 'awaiting_receipt' || leg.state === 'handling'
const need = (text, field) => {
  if (!String(text ?? '').trim())
    throw new Refused(422, 'required', 'a text that must be given is empty or blank', field)
}
const stageIs = (ticket, ...stages) => {
  if (!stages.includes(ticket.stage))
    throw new Refused(409, 'wrong_stage', 'not possible in the ticket’s present stage')
}
const notOver = (ticket) => {
  if (over.includes(ticket.stage)) throw new Refused(409, 'wrong_stage', 'the ticket is over')
}

// One command's work on one ticket: changes the state and collects the events.
export class Work {
  constructor(ticket, now) {
    Object.assign(this, { ticket, now, events: [], made: [], petition: undefined })
  }

  emit(type, members = {}) {
    this.events.push({ type, ...members })
    this.ticket.version += 1
  }

  startClock(kind, leg, minutes) {
    const id = `${this.ticket.number}-m${this.ticket.milestones.length + 1}`
    const due = this.now + minutes * 60e3
    this.ticket.milestones.push({
      id,
      kind,
      assignment: leg,
      state: 'running',
      started_at: cityTime(this.now),
      due_at: cityTime(due),
      due,
      guessed: false,
      yellow: minutes < 60,
      red: false,
      overdue: false,
      limit: '',
      limit_text: { zh: '', en: '' },
      label: '',
    })
    this.emit('clock_started', { clock: this.ticket.milestones.length, kind, due_at: cityTime(due) })
  }

  stopClocks(leg, kinds, state = 'met') {
    for (const clock of this.ticket.milestones) {
      if (
        clock.state !== 'running' ||
        (leg && clock.assignment !== leg) ||
        (kinds && !kinds.includes(clock.kind))
      )
        continue
      Object.assign(clock, { state, stopped_at: cityTime(this.now) })
      this.emit('clock_stopped', { clock: Number(clock.id.split('-m')[1]), state })
    }
  }

  dispatch(unit, role, note, parent) {
    const number = this.ticket.assignments.length + 1
    const id = `${this.ticket.number}-${number}`
    this.ticket.assignments.push({
      id,
      unit,
      unit_name: unitName(unit),
      role,
      level: parent ? 2 : 1,
      parent,
      state: 'awaiting_receipt',
      dispatched_at: cityTime(this.now),
      public_reply: '',
      internal_reply: '',
      sent_back_count: 0,
      extension_count: 0,
      designated: false,
      received_by_clock: false,
      plan: '',
      progress: '',
      policy: '',
      next_extension: {
        mode: 'add',
        max_working_days: 10,
        approver: 'dispatcher',
        office: '',
        needs: 'nothing',
      },
      pause_reasons: [],
      service_confirmation: false,
    })
    this.made.push(id)
    this.emit('dispatched', { leg: number, unit, role, note, ...(parent ? { parent } : {}) })
    this.startClock('receive', id, 45)
    this.startClock('resolve', id, 5 * 480)
    this.ticket.stage = 'handling'
  }

  receive(leg) {
    if (leg.state !== 'awaiting_receipt') return
    Object.assign(leg, { state: 'handling', received_at: cityTime(this.now) })
    this.emit('received', { leg: leg.id })
    this.stopClocks(leg.id, ['receive'])
    this.startClock('contact', leg.id, 120)
  }

  endLeg(leg, state, reason) {
    leg.state = state
    this.emit('leg_ended', { leg: leg.id, state, reason })
    this.stopClocks(leg.id, undefined, 'cancelled')
  }

  end(stage, type, members) {
    this.emit(type, members)
    this.ticket.assignments.filter(live).forEach((leg) => this.endLeg(leg, 'superseded', ''))
    this.stopClocks(undefined, undefined, 'cancelled')
    Object.assign(this.ticket, { stage, closed_at: cityTime(this.now) })
  }
}

export function open(work, body, actor) {
  need(body.title, '/title')
  const routing = suggestionFor(body)
  const { caller = {}, dispatch = 'auto', ...request } = body
  Object.assign(work.ticket, {
    channel: 'phone',
    kind: 'help',
    urgency: 'normal',
    body: '',
    district: '',
    place: '',
    item: '',
    missing: '',
    led_by: '',
    origin: 'citizen',
    tags: [],
    law: '',
    complex: false,
    ...request,
    caller: {
      type: 'person',
      name: '',
      phone: '',
      address: '',
      confidential: false,
      anonymous: false,
      ...caller,
    },
    received_at: cityTime(work.now),
    opened_at: cityTime(work.now),
    opened_by: actor.name,
    policy: 'mock',
    routing: { unit: routing.unit, explanation: routing.explanation },
  })
  work.ticket.district ||= routing.district
  work.ticket.item ||= routing.item
  work.ticket.stage = work.ticket.missing ? 'needs_supplement' : 'awaiting_dispatch'
  work.emit('opened', {
    request: { channel: work.ticket.channel, kind: work.ticket.kind },
    routing: work.ticket.routing,
    missing: work.ticket.missing,
  })
  if (dispatch === 'auto' && routing.unit && !work.ticket.missing) work.dispatch(routing.unit, 'lead', '')
}

export const onTicket = {
  supplement: {
    roles: ['agent', 'dispatcher', 'visitor'],
    run(work, body) {
      notOver(work.ticket)
      need(body.text, '/text')
      work.ticket.supplements.push(body.text)
      work.emit('supplemented', { text: body.text })
      if (work.ticket.stage === 'needs_supplement') work.ticket.stage = 'awaiting_dispatch'
    },
  },
  answer: {
    roles: ['agent', 'dispatcher'],
    run(work, body) {
      stageIs(work.ticket, 'needs_supplement', 'awaiting_dispatch')
      need(body.answer, '/answer')
      work.ticket.direct_answer = body.answer
      work.end('answered_directly', 'answered_directly', body)
    },
  },
  decline: {
    roles: ['agent', 'dispatcher'],
    run(work, body) {
      stageIs(work.ticket, 'needs_supplement', 'awaiting_dispatch')
      need(body.told, '/told')
      Object.assign(work.ticket, { decline_reason: body.reason, closing_note: body.told })
      work.end('declined', 'declined', body)
    },
  },
  transfer: {
    roles: ['agent', 'dispatcher'],
    run(work, body) {
      stageIs(work.ticket, 'needs_supplement', 'awaiting_dispatch')
      work.ticket.emergency_line = body.line
      work.end('transferred', 'transferred_to_emergency', body)
    },
  },
  assignments: {
    roles: ['agent', 'dispatcher'],
    run(work, body) {
      stageIs(work.ticket, 'awaiting_dispatch', 'handling')
      const busy = work.ticket.assignments.filter(live)
      for (const [at, one] of body.assignments.entries()) {
        if (busy.some((leg) => leg.unit === one.unit)) {
          throw new Refused(409, 'unit_already_assigned', `unit ${one.unit}`, `/assignments/${at}/unit`)
        }
      }
      body.assignments.forEach((one) => work.dispatch(one.unit, one.role, body.note))
    },
  },
  visit: {
    roles: ['visitor', 'dispatcher'],
    run(work, body) {
      stageIs(work.ticket, 'awaiting_visit', ...(body.final ? ['awaiting_redo'] : []))
      const visit = { at: cityTime(work.now), ...body }
      const closes = body.final || (body.solved && body.satisfied)
      work.ticket.visit_attempts += 1
      if (body.reached)
        Object.assign(work.ticket, { first_visit: work.ticket.first_visit ?? visit, final_visit: visit })
      work.emit('visited', { visit, closes })
      if (body.reached) work.stopClocks(undefined, ['visit'])
      if (closes) Object.assign(work.ticket, { stage: 'closed', closed_at: cityTime(work.now) })
      else if (body.reached) work.ticket.stage = 'awaiting_redo'
    },
  },
  redo: {
    roles: ['visitor', 'dispatcher', 'supervisor'],
    run(work, body) {
      stageIs(work.ticket, 'awaiting_redo', 'closed')
      const leg = work.ticket.assignments.find((one) => one.role === 'lead' && one.state === 'done')
      leg.state = 'handling'
      work.emit('redo_ordered', { leg: leg.id, reason: body.reason })
      work.startClock('redo', leg.id, 3 * 480)
      Object.assign(work.ticket, { stage: 'handling', redo_count: work.ticket.redo_count + 1 })
    },
  },
  urge: {
    roles: ['agent', 'dispatcher', 'supervisor', 'visitor'],
    run(work, body) {
      notOver(work.ticket)
      work.ticket.urge_count += 1
      work.emit('urged', body)
    },
  },
  supervise: {
    roles: ['supervisor', 'dispatcher'],
    run(work, body) {
      notOver(work.ticket)
      work.ticket.supervised = body.on
      work.emit('supervision_set', body)
    },
  },
  merge: {
    roles: ['dispatcher', 'agent'],
    run(work, body) {
      notOver(work.ticket)
      if (body.into === work.ticket.number)
        throw new Refused(409, 'merge_target_invalid', 'the target must be another live ticket', '/into')
      work.ticket.merged_into = body.into
      work.end('merged', 'merged_into', body)
    },
  },
  withdraw: {
    roles: ['agent', 'dispatcher'],
    run(work, body) {
      notOver(work.ticket)
      work.ticket.closing_note = body.reason
      work.end('withdrawn', 'withdrawn', body)
    },
  },
  archive: {
    roles: ['dispatcher', 'supervisor'],
    run(work) {
      stageIs(work.ticket, ...over.slice(0, -1))
      work.emit('archived')
      work.ticket.stage = 'archived'
    },
  },
}

function ask(work, leg, kind, body) {
  if (work.ticket.petitions.some((one) => one.assignment === leg.id && one.state === 'pending')) {
    throw new Refused(409, 'petition_pending', 'a petition of this assignment waits')
  }
  need(body.reason, '/reason')
  work.receive(leg)
  const number = work.ticket.petitions.length + 1
  work.petition = `${work.ticket.number}-p${number}`
  work.ticket.petitions.push({
    id: work.petition,
    kind,
    assignment: leg.id,
    state: 'pending',
    basis: '',
    suggested_unit: '',
    working_days: 0,
    code: '',
    office: '',
    ...(kind === 'extend' ? { approver: 'dispatcher' } : {}),
    ...body,
    asked_at: cityTime(work.now),
    decision_note: '',
  })
  work.emit('petition_asked', { petition: number, kind, leg: leg.id, ...body })
}

export const onLeg = {
  receive: {
    roles: ['unit', 'dispatcher'],
    run(work, body, leg) {
      if (leg.state !== 'awaiting_receipt')
        throw new Refused(409, 'already_received', 'the assignment was received before')
      work.receive(leg)
    },
  },
  contact: {
    roles: ['unit', 'dispatcher'],
    run(work, body, leg) {
      need(body.note, '/note')
      work.receive(leg)
      leg.contacted_at ??= cityTime(work.now)
      work.emit('contact_recorded', { leg: leg.id, note: body.note })
      work.stopClocks(leg.id, ['contact'])
    },
  },
  subdispatch: {
    roles: ['unit', 'dispatcher'],
    run(work, body, leg) {
      work.receive(leg)
      body.units.forEach((unit) => work.dispatch(unit, 'assist', body.note, leg.id))
    },
  },
  return: { roles: ['unit'], run: (work, body, leg) => ask(work, leg, 'return_leg', body) },
  extend: { roles: ['unit'], run: (work, body, leg) => ask(work, leg, 'extend', body) },
  reply: {
    roles: ['unit', 'dispatcher'],
    run(work, body, leg) {
      need(body.public_text, '/public_text')
      if (leg.role === 'lead' && work.ticket.assignments.some((one) => one !== leg && live(one))) {
        throw new Refused(409, 'assisting_legs_open', 'other units have not finished')
      }
      work.receive(leg)
      const lead = leg.role === 'lead'
      Object.assign(leg, {
        state: lead ? 'replied' : 'done',
        replied_at: cityTime(work.now),
        public_reply: body.public_text,
        internal_reply: body.internal_text,
      })
      work.emit('replied', { leg: leg.id, ...body })
      work.stopClocks(leg.id)
      if (lead) work.ticket.stage = 'awaiting_check'
    },
  },
  check: {
    roles: ['dispatcher'],
    run(work, body, leg) {
      stageIs(work.ticket, 'awaiting_check')
      if (!body.accept) need(body.note, '/note')
      leg.state = body.accept ? 'done' : 'handling'
      if (!body.accept) leg.sent_back_count += 1
      work.emit('reply_checked', { leg: leg.id, accepted: body.accept, note: body.note })
      work.ticket.stage = body.accept ? 'awaiting_visit' : 'handling'
      if (body.accept) work.startClock('visit', undefined, 480)
    },
  },
  exit: {
    roles: ['unit', 'dispatcher'],
    run(work, body, leg) {
      need(body.reason, '/reason')
      work.endLeg(leg, 'exited', body.reason)
    },
  },
}

export function decide(work, petition, approve, note) {
  if (petition.state !== 'pending')
    throw new Refused(409, 'petition_decided', 'the petition was decided before')
  if (!approve) need(note, '/note')
  Object.assign(petition, {
    state: approve ? 'approved' : 'rejected',
    decided_at: cityTime(work.now),
    decision_note: note,
    approver: undefined,
  })
  work.emit('petition_decided', { petition: Number(petition.id.split('-p')[1]), state: petition.state, note })
  const leg = work.ticket.assignments.find((one) => one.id === petition.assignment)
  if (!approve) return
  if (petition.kind === 'extend') {
    leg.extension_count += 1
    delete leg.next_extension
  } else {
    work.endLeg(leg, 'returned', petition.reason)
    if (!work.ticket.assignments.some(live)) work.ticket.stage = 'awaiting_dispatch'
  }
}
