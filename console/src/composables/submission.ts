// One form's way to the server: one request at a time, one Idempotency-Key until it was answered.
import { ref, type Ref } from 'vue'
import { newKey } from '../api/keys'
import { ApiError, NetworkError } from '../api/transport'

export interface Submission<Result> {
  busy: Ref<boolean>
  error: Ref<unknown>
  submit: () => Promise<Result | undefined>
}

// `key` outlives failures of every kind: after a lost answer it makes the repeat harmless, and a refusal
// keeps nothing under it. It is renewed only by success.
export function useSubmission<Result>(
  send: (key: string) => Promise<Result>,
  key: Ref<string> = ref(newKey()),
): Submission<Result> {
  const busy = ref(false)
  const error = ref<unknown>(null)

  async function submit(): Promise<Result | undefined> {
    if (busy.value) return undefined // the second click of a double click
    busy.value = true
    error.value = null
    try {
      const result = await send(key.value)
      key.value = newKey()
      return result
    } catch (caught) {
      error.value = caught
      return undefined
    } finally {
      busy.value = false
    }
  }
  return { busy, error, submit }
}

// The text for one field of the form, when the server's refusal names it: "/caller/phone".
export function fieldError(error: unknown, ...pointers: string[]): string {
  if (!(error instanceof ApiError)) return ''
  const { field, detail, title, errors = [] } = error.problem
  const named = [{ field, detail }, ...errors].find((one) => one.field && pointers.includes(one.field))
  return named ? named.detail || title : ''
}

export const isClash = (error: unknown): boolean => error instanceof ApiError && error.status === 412
export const isNetwork = (error: unknown): boolean => error instanceof NetworkError
