// The list at the left: filter, pages, and the feed merged in.
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { TicketQuery, TicketSummary } from '../api/types'
import { useFeed } from './feed'
import { appended, emptyList, loaded, merged, refreshed, revealed, type LiveList } from './live_list'
import { api } from './session'

const pageSize = 50
const refetchDelayMs = 400

export type ListName = 'desk' | 'inbox'

function setup() {
  const query = ref<TicketQuery>({})
  const list = ref<LiveList>(emptyList)
  const loading = ref(false)
  const error = ref<unknown>(null)
  const feed = useFeed()
  let generation = 0 // answers to an older filter are thrown away
  let refetch: ReturnType<typeof setTimeout> | undefined

  const leftCount = computed(() => list.value.rows.filter((row) => row.left).length)

  function matches(ticket: TicketSummary): boolean {
    const { stage, district, overdue } = query.value
    return (
      (!stage || ticket.stage === stage) &&
      (!district || ticket.district === district) &&
      (overdue === undefined || ticket.overdue === overdue)
    )
  }

  async function load(next: TicketQuery = query.value): Promise<void> {
    query.value = next
    const mine = ++generation
    loading.value = true
    error.value = null
    try {
      const page = await api.tickets({ ...next, limit: pageSize })
      if (mine === generation) list.value = loaded(page)
    } catch (caught) {
      if (mine === generation) error.value = caught
    } finally {
      if (mine === generation) loading.value = false
    }
  }

  async function more(): Promise<void> {
    const cursor = list.value.next
    if (!cursor || loading.value) return
    const mine = generation
    loading.value = true
    try {
      const page = await api.tickets({ ...query.value, cursor, limit: pageSize })
      if (mine === generation) list.value = appended(list.value, page)
    } catch (caught) {
      if (mine === generation) error.value = caught
    } finally {
      if (mine === generation) loading.value = false
    }
  }

  // The first page again, in place: countdowns move on and nothing jumps.
  async function refresh(): Promise<void> {
    const mine = generation
    try {
      const page = await api.tickets({ ...query.value, limit: pageSize })
      if (mine !== generation) return
      list.value = error.value ? loaded(page) : refreshed(list.value, page)
      error.value = null
    } catch {
      // A missed refresh is no news: the feed's state is on display and the next minute comes.
    }
  }

  // Whether a ticket is still mine to handle is not in its summary: the server must say.
  function take(ticket: TicketSummary): void {
    if (!query.value.mine) {
      list.value = merged(list.value, ticket, matches)
      return
    }
    clearTimeout(refetch)
    refetch = setTimeout(() => void refresh(), refetchDelayMs)
  }

  function connect(): () => void {
    const offItem = feed.onItem((item) => take(item.summary))
    const offResync = feed.onResync(() => void refresh())
    return () => {
      offItem()
      offResync()
      clearTimeout(refetch)
    }
  }

  const reveal = () => (list.value = revealed(list.value))

  // The row after or before a ticket; the first when it is not in the list.
  function neighbour(number: string | undefined, step: 1 | -1): string | undefined {
    const numbers = list.value.rows.map((row) => row.ticket.number)
    const at = number === undefined ? -1 : numbers.indexOf(number)
    return at < 0 ? numbers[0] : numbers[at + step]
  }

  return { query, list, loading, error, leftCount, load, more, refresh, reveal, connect, neighbour }
}

const useDeskList = defineStore('desk-list', setup)
const useInboxList = defineStore('inbox-list', setup)

export function useTicketList(name: ListName) {
  return name === 'desk' ? useDeskList() : useInboxList()
}
