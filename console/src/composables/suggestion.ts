// The routing suggestion while somebody types: asked for when the typing pauses, and only the answer to
// the last question counts.
import { onBeforeUnmount, ref, watch, type Ref } from 'vue'
import type { Suggestion, SuggestionRequest } from '../api/types'

const pauseMs = 450
const titleMin = 2 // characters; a single one says nothing

export type SuggestionState = 'idle' | 'thinking' | 'ready' | 'failed'

export function useSuggestion(
  request: Ref<SuggestionRequest>,
  ask: (request: SuggestionRequest, signal: AbortSignal) => Promise<Suggestion>,
) {
  const state = ref<SuggestionState>('idle')
  const suggestion = ref<Suggestion | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let current: AbortController | undefined

  watch(
    () => JSON.stringify(request.value),
    () => {
      clearTimeout(timer)
      current?.abort()
      if (request.value.title.trim().length + request.value.body.trim().length < titleMin) {
        state.value = 'idle'
        suggestion.value = null
        return
      }
      timer = setTimeout(() => void run(), pauseMs)
    },
    { immediate: true },
  )

  async function run(): Promise<void> {
    const mine = new AbortController()
    current = mine
    state.value = 'thinking'
    try {
      const answer = await ask(request.value, mine.signal)
      if (current !== mine || mine.signal.aborted) return
      suggestion.value = answer
      state.value = 'ready'
    } catch {
      if (current === mine && !mine.signal.aborted) state.value = 'failed'
    }
  }

  onBeforeUnmount(() => {
    clearTimeout(timer)
    current?.abort()
  })

  return { state, suggestion }
}
