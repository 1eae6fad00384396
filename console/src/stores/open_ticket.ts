// The ticket on screen: loaded, kept fresh by the feed and each minute, and changed through one function.
import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { Action } from '../actions/action'
import type { ChangeStamp } from '../api/client'
import type { JournalEntry, Receipt, Ticket } from '../api/types'
import { useFeed } from './feed'
import { api } from './session'

export const useOpenTicket = defineStore('open-ticket', () => {
  const number = ref('')
  const ticket = ref<Ticket | null>(null)
  const asOf = ref(0) // the server's clock when it gave the ticket, epoch ms
  const journal = ref<JournalEntry[]>([])
  const error = ref<unknown>(null)
  const loading = ref(false)
  const feed = useFeed()

  async function open(next: string): Promise<void> {
    if (next !== number.value) {
      ticket.value = null
      journal.value = []
    }
    number.value = next
    await reload()
  }

  async function reload(): Promise<void> {
    const wanted = number.value
    if (!wanted) return
    loading.value = true
    try {
      const [answer, entries] = await Promise.all([api.ticket(wanted), api.journal(wanted)])
      if (wanted !== number.value) return
      ticket.value = answer.body
      asOf.value = answer.at
      journal.value = entries
      error.value = null
    } catch (caught) {
      if (wanted === number.value) error.value = caught
    } finally {
      if (wanted === number.value) loading.value = false
    }
  }

  function close(): void {
    number.value = ''
    ticket.value = null
    journal.value = []
    error.value = null
  }

  function connect(): () => void {
    const offItem = feed.onItem((item) => {
      if (item.ticket === number.value && item.version > (ticket.value?.version ?? 0)) void reload()
    })
    const offResync = feed.onResync(() => void reload())
    return () => {
      offItem()
      offResync()
    }
  }

  async function run(action: Action, target: string, body: unknown, stamp: ChangeStamp): Promise<Receipt> {
    const receipt = await send(action, target, body, stamp)
    await reload()
    return receipt
  }

  return { number, ticket, asOf, journal, error, loading, open, reload, close, connect, run }
})

function send(action: Action, target: string, body: unknown, stamp: ChangeStamp): Promise<Receipt> {
  switch (action.target) {
    case 'ticket':
      return api.changeTicket(target, action.verb, body, stamp)
    case 'assignment':
      return api.changeAssignment(target, action.verb, body, stamp)
    case 'petition':
      return api.decidePetition(target, action.verb, body, stamp)
    case 'milestone':
      return api.changeMilestone(target, action.verb, body, stamp)
    case 'notice':
      return api.changeNotice(target, action.verb, body, stamp)
  }
}
