import { describe, expect, it, vi } from 'vitest'
import { makeClient } from './client'
import { ApiError, NetworkError, versionOf } from './transport'

interface Call {
  url: string
  init: RequestInit
  header: (name: string) => string | null
}

// A server that gives the prepared answers in order; an Error is a connection that broke.
function serverOf(...answers: (Response | Error)[]) {
  const calls: Call[] = []
  const fetchLike = vi.fn(async (url: string, init: RequestInit) => {
    calls.push({ url, init, header: (name) => new Headers(init.headers).get(name) })
    const answer = answers.shift()
    if (!answer || answer instanceof Error) throw answer ?? new Error('no more answers')
    return answer
  })
  const slept: number[] = []
  const onUnauthorized = vi.fn()
  const client = makeClient({
    base: '/api/v1',
    token: () => 'secret',
    fetch: fetchLike as unknown as typeof fetch,
    onUnauthorized,
    sleep: async (ms) => void slept.push(ms),
  })
  return { client, calls, slept, onUnauthorized }
}

const json = (body: unknown, init?: ResponseInit) => new Response(JSON.stringify(body), init)
const problem = (status: number, code: string, more: object = {}, headers: HeadersInit = {}) =>
  json({ type: 'about:blank', title: code, status, code, ...more }, { status, headers })
const receipt = { number: '20260213000017', version: 3, stage: 'handling', assignments: [] }
const ticket = { channel: 'phone', kind: 'help', title: '路灯不亮' } as const

describe('the client', () => {
  it('sends the token, the version and the key of a change', async () => {
    const { client, calls } = serverOf(json(receipt))
    await client.changeTicket('20260213000017', 'urge', { note: '请尽快' }, { key: 'k1', version: 7 })
    const [call] = calls
    expect(call.url).toBe('/api/v1/tickets/20260213000017/urge')
    expect(call.header('authorization')).toBe('Bearer secret')
    expect(call.header('if-match')).toBe('"7"')
    expect(call.header('idempotency-key')).toBe('k1')
    expect(call.init.body).toBe('{"note":"请尽快"}')
  })

  it('repeats a POST with the same key and the same body after a lost answer', async () => {
    const { client, calls } = serverOf(
      new TypeError('reset'),
      json(receipt, { status: 201, headers: { 'idempotency-replayed': 'true' } }),
    )
    const answer = await client.openTicket(ticket, 'form-1')
    expect(answer.replayed).toBe(true)
    expect(calls.map((call) => call.header('idempotency-key'))).toEqual(['form-1', 'form-1'])
    expect(calls[0].init.body).toBe(calls[1].init.body)
  })

  it('gives up after three lost answers and says that the outcome is unknown', async () => {
    const lost = () => new TypeError('down')
    const { client, calls } = serverOf(lost(), lost(), lost(), json(receipt))
    await expect(client.openTicket(ticket, 'form-1')).rejects.toBeInstanceOf(NetworkError)
    expect(calls).toHaveLength(3)
  })

  it('never repeats a POST without a key', async () => {
    const { client, calls } = serverOf(new TypeError('down'), json({}))
    await expect(
      client.suggest({ title: 'x', body: '', district: '', item: '', kind: 'help' }),
    ).rejects.toBeInstanceOf(NetworkError)
    expect(calls).toHaveLength(1)
  })

  it('waits as long as a 503 asks for and then repeats', async () => {
    const { client, slept } = serverOf(
      problem(503, 'overloaded', {}, { 'retry-after': '2' }),
      json(receipt, { status: 201 }),
    )
    await client.openTicket(ticket, 'form-1')
    expect(slept).toEqual([2000])
  })

  it('does not repeat a refusal', async () => {
    const { client, calls } = serverOf(problem(409, 'wrong_stage'), json(receipt))
    await expect(client.openTicket(ticket, 'form-1')).rejects.toMatchObject({
      status: 409,
      code: 'wrong_stage',
    })
    expect(calls).toHaveLength(1)
  })

  it('gives a 412 as an error that knows its status and field', async () => {
    const { client } = serverOf(
      problem(412, 'version_conflict', { detail: 'now at 8', field: 'header/if-match' }),
    )
    const error = await client
      .changeTicket('1', 'urge', {}, { key: 'k', version: 7 })
      .catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(ApiError)
    expect(error).toMatchObject({ status: 412, field: 'header/if-match', message: 'now at 8' })
  })

  it('tells the session about a 401', async () => {
    const { client, onUnauthorized } = serverOf(problem(401, 'unauthenticated'))
    await expect(client.me()).rejects.toMatchObject({ status: 401 })
    expect(onUnauthorized).toHaveBeenCalledOnce()
  })

  it('survives an error that is not a problem document', async () => {
    const { client } = serverOf(new Response('<html>bad gateway', { status: 502, statusText: 'Bad Gateway' }))
    await expect(client.me()).rejects.toMatchObject({ status: 502, message: 'Bad Gateway' })
  })

  it('leaves empty filters out of the address', async () => {
    const { client, calls } = serverOf(json({ items: [] }))
    await client.tickets({ stage: 'handling', district: undefined, overdue: true, mine: false, limit: 50 })
    expect(calls[0].url).toBe('/api/v1/tickets?stage=handling&overdue=1&limit=50')
  })

  it('asks why a limit ends when it does, and for the calls to be made page by page', async () => {
    const { client, calls } = serverOf(json({}), json({ items: [] }), json({ items: [] }))
    await client.explanation('20260213000017-m3')
    await client.openCalls()
    await client.openCalls('1772416800000-20260213000017-n1')
    expect(calls.map((call) => call.url)).toEqual([
      '/api/v1/milestones/20260213000017-m3/explanation',
      '/api/v1/notices',
      '/api/v1/notices?cursor=1772416800000-20260213000017-n1',
    ])
  })

  it('knows the server’s clock by its answer, and its own where it says none', async () => {
    const date = 'Mon, 02 Mar 2026 02:00:00 GMT'
    const { client } = serverOf(json({}, { headers: { date } }), json({}))
    expect((await client.ticket('1')).at).toBe(Date.parse(date))
    const before = Date.now()
    expect((await client.ticket('1')).at).toBeGreaterThanOrEqual(before)
  })

  it('appeals and completes a notice as changes of their ticket', async () => {
    const { client, calls } = serverOf(json(receipt), json(receipt))
    const stamp = { key: 'k1', version: 7 }
    await client.changeMilestone('20260213000017-m3', 'appeal', { reason: '系统故障' }, stamp)
    await client.changeNotice('20260213000017-n1', 'complete', { note: '已通话' }, stamp)
    expect(calls.map((call) => [call.url, call.header('if-match')])).toEqual([
      ['/api/v1/milestones/20260213000017-m3/appeal', '"7"'],
      ['/api/v1/notices/20260213000017-n1/complete', '"7"'],
    ])
  })

  it('gives the counts of the overview by stage', async () => {
    const rest = { overdue_open: 0, outbox_pending: 0, last_seq: 1 }
    const { client } = serverOf(json({ stages: [{ stage: 'handling', count: 2 }], ...rest }))
    expect((await client.overview()).stages).toEqual({ handling: 2 })
  })
})

describe('an ETag', () => {
  it.each([
    ['"7"', 7],
    ['W/"7"', 7],
    ['"x"', undefined],
    [null, undefined],
  ])('%s is version %s', (etag, version) => {
    expect(versionOf(etag)).toBe(version)
  })
})
