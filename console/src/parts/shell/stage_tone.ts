import type { Stage } from '../../api/values'

export type Tone = 'quiet' | 'brand' | 'ok' | 'warn' | 'bad'

const tones: Partial<Record<Stage, Tone>> = {
  needs_supplement: 'warn',
  awaiting_dispatch: 'warn',
  handling: 'brand',
  awaiting_check: 'brand',
  awaiting_visit: 'brand',
  awaiting_redo: 'bad',
  closed: 'ok',
  answered_directly: 'ok',
}

export const stageTone = (stage: Stage): Tone => tones[stage] ?? 'quiet'
