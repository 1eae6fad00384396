// Every call the console makes, by name. The only place that knows paths.
import { makeTransport, type Answer, type TransportOptions } from './transport'
import type {
  CalendarMonth,
  City,
  Delivery,
  DutyMonth,
  DutyNow,
  Explanation,
  FeedPage,
  JournalEntry,
  Me,
  NewTicket,
  OpenCall,
  Overview,
  Page,
  Receipt,
  Suggestion,
  SuggestionRequest,
  Ticket,
  TicketQuery,
  TicketSummary,
} from './types'
import type { Stage } from './values'

// What every change of an existing ticket carries: the form's own key, so that a repeat is harmless, and
// the version it was made for, so that it cannot overwrite what it has not seen.
export interface ChangeStamp {
  key: string
  version: number
}

export interface Client {
  me(): Promise<Me>
  city(): Promise<City>
  overview(): Promise<Overview>
  calendar(month: string): Promise<CalendarMonth>
  dutyMonth(month: string): Promise<DutyMonth>
  dutyNow(): Promise<DutyNow>
  suggest(request: SuggestionRequest, signal?: AbortSignal): Promise<Suggestion>
  tickets(query: TicketQuery, signal?: AbortSignal): Promise<Page<TicketSummary>>
  ticket(number: string): Promise<Answer<Ticket>>
  journal(number: string): Promise<JournalEntry[]>
  deliveries(number: string): Promise<Delivery[]>
  eventsAfter(seq: number): Promise<FeedPage>
  explanation(milestone: string): Promise<Explanation>
  openCalls(cursor?: string): Promise<Page<OpenCall>> // to units, oldest first
  openTicket(ticket: NewTicket, key: string): Promise<Answer<Receipt>>
  changeTicket(number: string, verb: TicketVerb, body: unknown, stamp: ChangeStamp): Promise<Receipt>
  changeAssignment(id: string, verb: AssignmentVerb, body: unknown, stamp: ChangeStamp): Promise<Receipt>
  decidePetition(id: string, verb: PetitionVerb, body: unknown, stamp: ChangeStamp): Promise<Receipt>
  changeMilestone(id: string, verb: MilestoneVerb, body: unknown, stamp: ChangeStamp): Promise<Receipt>
  changeNotice(id: string, verb: NoticeVerb, body: unknown, stamp: ChangeStamp): Promise<Receipt>
}

export type TicketVerb =
  | 'supplement'
  | 'answer'
  | 'decline'
  | 'transfer'
  | 'assignments'
  | 'visit'
  | 'redo'
  | 'urge'
  | 'supervise'
  | 'merge'
  | 'withdraw'
  | 'complex'
  | 'caller-answer'
  | 'archive'
export type AssignmentVerb =
  | 'receive'
  | 'contact'
  | 'plan'
  | 'progress'
  | 'confirm'
  | 'subdispatch'
  | 'return'
  | 'extend'
  | 'suspend'
  | 'resume'
  | 'reply'
  | 'check'
  | 'exit'
export type PetitionVerb = 'approve' | 'reject'
export type MilestoneVerb = 'appeal'
export type NoticeVerb = 'complete'

export function makeClient(options: TransportOptions): Client {
  const send = makeTransport(options)
  const get = async <Body>(path: string, query?: Record<string, string | undefined>, signal?: AbortSignal) =>
    (await send<Body>({ method: 'GET', path, query, signal })).body
  const change = async (path: string, body: unknown, stamp: ChangeStamp) =>
    (await send<Receipt>({ method: 'POST', path, body, key: stamp.key, version: stamp.version })).body
  return {
    me: () => get<Me>('/me'),
    city: () => get<City>('/city'),
    overview: async () => overviewOf(await get<RawOverview>('/overview')),
    calendar: (month) => get<CalendarMonth>('/calendar', { month }),
    dutyMonth: (month) => get<DutyMonth>('/duty', { month }),
    dutyNow: () => get<DutyNow>('/duty/now'),
    suggest: async (request, signal) =>
      (await send<Suggestion>({ method: 'POST', path: '/routing/suggestion', body: request, signal })).body,
    tickets: (query, signal) => get<Page<TicketSummary>>('/tickets', queryOf(query), signal),
    ticket: (number) => send<Ticket>({ method: 'GET', path: `/tickets/${number}` }),
    journal: async (number) => (await get<Page<JournalEntry>>(`/tickets/${number}/journal`)).items,
    deliveries: async (number) => (await get<Page<Delivery>>(`/tickets/${number}/deliveries`)).items,
    eventsAfter: (seq) => get('/events', { after: String(seq) }),
    explanation: (milestone) => get<Explanation>(`/milestones/${milestone}/explanation`),
    openCalls: (cursor) => get<Page<OpenCall>>('/notices', { cursor }),
    openTicket: (ticket, key) => send<Receipt>({ method: 'POST', path: '/tickets', body: ticket, key }),
    changeTicket: (number, verb, body, stamp) => change(`/tickets/${number}/${verb}`, body, stamp),
    changeAssignment: (id, verb, body, stamp) => change(`/assignments/${id}/${verb}`, body, stamp),
    decidePetition: (id, verb, body, stamp) => change(`/petitions/${id}/${verb}`, body, stamp),
    changeMilestone: (id, verb, body, stamp) => change(`/milestones/${id}/${verb}`, body, stamp),
    changeNotice: (id, verb, body, stamp) => change(`/notices/${id}/${verb}`, body, stamp),
  }
}

// The API lists the counts; the pages want them by stage.
type RawOverview = Omit<Overview, 'stages'> & { stages: { stage: Stage; count: number }[] }

function overviewOf(raw: RawOverview): Overview {
  return { ...raw, stages: Object.fromEntries(raw.stages.map((one) => [one.stage, one.count])) }
}

function queryOf(query: TicketQuery): Record<string, string | undefined> {
  return {
    stage: query.stage,
    unit: query.unit,
    mine: query.mine ? '1' : undefined,
    district: query.district,
    overdue: query.overdue === undefined ? undefined : query.overdue ? '1' : '0',
    cursor: query.cursor,
    limit: query.limit === undefined ? undefined : String(query.limit),
  }
}
