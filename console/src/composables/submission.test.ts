import { describe, expect, it, vi } from 'vitest'
import { ref } from 'vue'
import { ApiError, NetworkError } from '../api/transport'
import { fieldError, isClash, useSubmission } from './submission'

const refusal = (status: number, field?: string) =>
  new ApiError({ title: '不行', status, code: 'x', detail: '为什么', field })

describe('a submission', () => {
  it('sends once for a double click', async () => {
    let finish = (_: string) => {}
    const send = vi.fn(() => new Promise<string>((done) => (finish = done)))
    const { submit, busy } = useSubmission(send)
    const first = submit()
    const second = submit()
    expect(busy.value).toBe(true)
    finish('ok')
    expect(await first).toBe('ok')
    expect(await second).toBeUndefined()
    expect(send).toHaveBeenCalledOnce()
    expect(busy.value).toBe(false)
  })

  it('keeps its key over a lost answer and over a refusal, and renews it after success', async () => {
    const keys: string[] = []
    const outcomes: (Error | string)[] = [new NetworkError('down'), refusal(412), 'ok', 'ok']
    const { submit } = useSubmission(async (key) => {
      keys.push(key)
      const outcome = outcomes.shift()
      if (outcome instanceof Error) throw outcome
      return outcome
    })
    for (let times = 0; times < 4; times += 1) await submit()
    expect(keys[0]).toBe(keys[1])
    expect(keys[1]).toBe(keys[2])
    expect(keys[3]).not.toBe(keys[2])
  })

  it('uses the key it is given, such as a draft’s', async () => {
    const key = ref('from-draft')
    const send = vi.fn(async () => 'ok')
    await useSubmission(send, key).submit()
    expect(send).toHaveBeenCalledWith('from-draft')
    expect(key.value).not.toBe('from-draft')
  })

  it('shows the error and forgets it at the next attempt', async () => {
    const outcomes: (Error | string)[] = [refusal(412), 'ok']
    const { submit, error } = useSubmission(async () => {
      const outcome = outcomes.shift()
      if (outcome instanceof Error) throw outcome
      return outcome
    })
    await submit()
    expect(isClash(error.value)).toBe(true)
    await submit()
    expect(error.value).toBeNull()
  })
})

describe('the text at a field', () => {
  it('is the detail of the refusal that names it', () => {
    expect(fieldError(refusal(422, '/caller/phone'), '/caller/phone')).toBe('为什么')
    expect(fieldError(refusal(422, '/caller/phone'), '/title')).toBe('')
    const several = new ApiError({
      title: '不行',
      status: 422,
      code: 'x',
      field: '/title',
      errors: [
        { field: '/title', detail: '太短' },
        { field: '/caller/phone', detail: '太长' },
      ],
    })
    expect(fieldError(several, '/caller/phone')).toBe('太长')
    expect(fieldError(new NetworkError('down'), '/title')).toBe('')
  })
})
