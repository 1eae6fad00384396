// The tab's one live connection; lists and open tickets subscribe to it.
import { defineStore } from 'pinia'
import { ref } from 'vue'
import { Feed, type FeedState } from '../api/feed'
import type { FeedItem } from '../api/types'
import { api } from './session'

type ItemListener = (item: FeedItem) => void
type ResyncListener = () => void

export const useFeed = defineStore('feed', () => {
  const state = ref<FeedState>('stopped')
  const itemListeners = new Set<ItemListener>()
  const resyncListeners = new Set<ResyncListener>()
  let feed: Feed | null = null

  function start(token: string): void {
    stop()
    const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:'
    feed = new Feed({
      url: `${scheme}//${location.host}/api/v1/events`,
      token,
      poll: (after) => api.eventsAfter(after),
      onItem: (item) => itemListeners.forEach((listen) => listen(item)),
      onResync: () => resyncListeners.forEach((listen) => listen()),
      onState: (next) => (state.value = next),
    })
    feed.start()
  }

  function stop(): void {
    feed?.stop()
    feed = null
  }

  window.addEventListener('online', () => feed?.hurry())

  // Both return the way to unsubscribe.
  function onItem(listener: ItemListener): () => void {
    itemListeners.add(listener)
    return () => itemListeners.delete(listener)
  }
  function onResync(listener: ResyncListener): () => void {
    resyncListeners.add(listener)
    return () => resyncListeners.delete(listener)
  }

  return { state, start, stop, onItem, onResync }
})
