// Short messages that pass by. Errors are never shown here: they stay where they happened.
import { defineStore } from 'pinia'
import { ref } from 'vue'

export interface Toast {
  id: number
  text: string
}

const shownMs = 4000

export const useToasts = defineStore('toasts', () => {
  const toasts = ref<Toast[]>([])
  let next = 1

  function say(text: string): void {
    const id = next++
    toasts.value = [...toasts.value.slice(-2), { id, text }]
    setTimeout(() => dismiss(id), shownMs)
  }
  function dismiss(id: number): void {
    toasts.value = toasts.value.filter((toast) => toast.id !== id)
  }
  return { toasts, say, dismiss }
})
