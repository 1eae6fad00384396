// Keyboard shortcuts that an input method cannot trigger: Alt or Ctrl combinations only, by physical key,
// and never while a composition is under way.
import { onBeforeUnmount, onMounted } from 'vue'

// "alt+n", "alt+enter", "ctrl+enter", "?" (the last outside fields only)
export type Shortcuts = Record<string, (event: KeyboardEvent) => void>

const keyCodeOfComposition = 229 // what older browsers send while composing

export function comboOf(event: KeyboardEvent): string | undefined {
  if (event.isComposing || event.keyCode === keyCodeOfComposition) return undefined
  const key = event.code.startsWith('Key') ? event.code.slice(3).toLowerCase() : event.key.toLowerCase()
  if (event.altKey && !event.ctrlKey && !event.metaKey) return `alt+${key}`
  if ((event.ctrlKey || event.metaKey) && !event.altKey) return `ctrl+${key}`
  if (event.key === '?' && !isField(event.target)) return '?'
  return undefined
}

function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  )
}

export function useShortcuts(shortcuts: Shortcuts): void {
  function listen(event: KeyboardEvent): void {
    const combo = comboOf(event)
    const run = combo && shortcuts[combo]
    if (!run) return
    event.preventDefault()
    run(event)
  }
  onMounted(() => window.addEventListener('keydown', listen))
  onBeforeUnmount(() => window.removeEventListener('keydown', listen))
}
