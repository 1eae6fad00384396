// The form of a new ticket. It survives a reload in this tab, its Idempotency-Key with it, so that a
// request whose answer was lost is still the same request afterwards.
import { defineStore } from 'pinia'
import { ref, watch } from 'vue'
import { newKey } from '../api/keys'
import type { NewTicket } from '../api/types'
import { instantOf } from '../composables/moment'
import type { Channel, Kind, Origin, Urgency } from '../api/values'

const storageKey = 'hotline.draft'

export interface Draft {
  key: string
  channel: Channel
  kind: Kind
  urgency: Urgency
  title: string
  happened: string
  district: string
  place: string
  cause: string
  course: string
  item: string
  name: string
  phone: string
  address: string
  confidential: boolean
  anonymous: boolean
  enterprise: boolean
  origin: Origin
  tags: string // codes, separated by spaces or commas
  external_due: string // the city's wall time, as a date field holds it
  complex: boolean
  incomplete: boolean
  missing: string
  led_by: string
  dispatch: 'auto' | 'manual'
}

export function emptyDraft(): Draft {
  return {
    key: newKey(),
    channel: 'phone',
    kind: 'help',
    urgency: 'normal',
    title: '',
    happened: '',
    district: '',
    place: '',
    cause: '',
    course: '',
    item: '',
    name: '',
    phone: '',
    address: '',
    confidential: false,
    anonymous: false,
    enterprise: false,
    origin: 'citizen',
    tags: '',
    external_due: '',
    complex: false,
    incomplete: false,
    missing: '',
    led_by: '',
    dispatch: 'auto',
  }
}

export interface BodyLabels {
  when: string
  why: string
  what: string
}

// Time, cause and course become one text: the citizen's words are kept, the headings find them again.
export function bodyOf(draft: Draft, labels: BodyLabels): string {
  const parts: [string, string][] = [
    [labels.when, draft.happened],
    [labels.why, draft.cause],
    [labels.what, draft.course],
  ]
  const written = parts.filter(([, text]) => text.trim() !== '')
  if (written.length === 1 && draft.course.trim()) return draft.course.trim()
  return written.map(([label, text]) => `【${label}】${text.trim()}`).join('\n')
}

// Each code once, whatever stands between them.
export const tagsOf = (text: string): string[] => [...new Set(text.split(/[\s,，、;；]+/).filter(Boolean))]

export function ticketOf(draft: Draft, labels: BodyLabels): NewTicket {
  const type = draft.enterprise ? 'enterprise' : 'person'
  const caller: NewTicket['caller'] = draft.anonymous
    ? { type, phone: draft.phone.trim(), anonymous: true, confidential: draft.confidential }
    : {
        type,
        name: draft.name.trim(),
        phone: draft.phone.trim(),
        address: draft.address.trim(),
        confidential: draft.confidential,
        anonymous: false,
      }
  const ticket: NewTicket = {
    channel: draft.channel,
    kind: draft.kind,
    urgency: draft.urgency,
    title: draft.title.trim(),
    body: bodyOf(draft, labels),
    district: draft.district,
    place: draft.place.trim(),
    item: draft.item,
    caller,
    dispatch: draft.dispatch,
  }
  if (draft.origin !== 'citizen') ticket.origin = draft.origin
  const tags = tagsOf(draft.tags)
  if (tags.length) ticket.tags = tags
  if (draft.external_due) ticket.external_due_at = instantOf(draft.external_due)
  if (draft.complex) ticket.complex = true
  if (draft.incomplete) ticket.missing = draft.missing.trim()
  if (draft.channel === 'leader_session') ticket.led_by = draft.led_by.trim()
  return ticket
}

function restored(): Draft {
  try {
    const saved = JSON.parse(sessionStorage.getItem(storageKey) ?? '{}') as Partial<Draft>
    return { ...emptyDraft(), ...saved }
  } catch {
    return emptyDraft()
  }
}

export const useDraft = defineStore('draft', () => {
  const draft = ref<Draft>(restored())
  watch(draft, (next) => sessionStorage.setItem(storageKey, JSON.stringify(next)), { deep: true })
  const clear = () => (draft.value = emptyDraft())
  const renewKey = () => (draft.value.key = newKey())
  return { draft, clear, renewKey }
})
