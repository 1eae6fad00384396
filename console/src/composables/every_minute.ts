// Calls back each minute while the page is visible, and at once when it becomes visible again.
import { onBeforeUnmount, onMounted } from 'vue'

const periodMs = 60_000

export function useEveryMinute(callback: () => void): void {
  let timer: ReturnType<typeof setInterval> | undefined
  const tick = () => {
    if (!document.hidden) callback()
  }
  onMounted(() => {
    timer = setInterval(tick, periodMs)
    document.addEventListener('visibilitychange', tick)
  })
  onBeforeUnmount(() => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', tick)
  })
}
