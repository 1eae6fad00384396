// Compiles only while the console's types fit the server's. `npm run api` makes schema.d.ts from the
// running server's OpenAPI document and compiles this file; it is no part of the page.
import type { components } from './schema'
import type * as ours from './types'

type Schemas = components['schemas']

// The document allows null where a member may be absent; the server leaves it out.
type Plain<T> = T extends (infer Item)[]
  ? Plain<Item>[]
  : T extends object
    ? { [Key in keyof T]: Plain<Exclude<T[Key], null>> }
    : T

// Server's answer → what the pages read.
type Answer<Theirs, Ours> =
  Plain<Theirs> extends Plain<Ours> ? true : { theirs: Plain<Theirs>; ours: Plain<Ours> }
// What the pages send → server's body.
type Body<Ours, Theirs> =
  Plain<Ours> extends Plain<Theirs> ? true : { ours: Plain<Ours>; theirs: Plain<Theirs> }

type Items<List extends { items: unknown[] }> = List['items'][number]
type OpenSlot = Omit<ours.DutySlot, 'kind' | 'status'> // plain text in the document

export const fits: [
  Answer<Schemas['Receipt'], ours.Receipt>,
  Answer<Schemas['Ticket'], ours.Ticket>,
  Answer<Schemas['TicketList'], ours.Page<ours.TicketSummary>>,
  Answer<Schemas['Explanation'], ours.Explanation>,
  Answer<Schemas['NoticeList'], ours.Page<ours.OpenCall>>,
  Answer<Items<Schemas['DeliveryList']>, ours.Delivery>,
  Answer<Schemas['City'], ours.City>,
  Answer<Omit<Schemas['Me'], 'role'>, Omit<ours.Me, 'role'>>,
  Answer<Schemas['RoutingSuggestion'], ours.Suggestion>,
  Answer<Schemas['CalendarMonth'], ours.CalendarMonth>,
  Answer<Schemas['DutyMonth']['slots'][number], OpenSlot>,
  Answer<Schemas['DutyNow']['slots'][number], OpenSlot>,
  Answer<Omit<Schemas['Overview'], 'stages'>, Omit<ours.Overview, 'stages'>>,
  Answer<Schemas['Problem'], ours.Problem>,
  Body<ours.NewTicket, Schemas['NewTicket']>,
  Body<ours.SuggestionRequest, Schemas['RoutingQuestion']>,
] = [true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true]
