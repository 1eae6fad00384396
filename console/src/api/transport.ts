// One HTTP exchange with the server: headers, time-out, retries and errors. Knows no call by name.
//
// A request is repeated only when a repeat cannot do harm: a GET, or a POST that carries an
// Idempotency-Key. It is repeated when the answer never came or when the server said 503 with nothing kept.
import type { Problem } from './types'

export class ApiError extends Error {
  constructor(
    readonly problem: Problem,
    readonly retryAfterMs?: number,
  ) {
    super(problem.detail || problem.title)
    this.name = 'ApiError'
  }
  get status(): number {
    return this.problem.status
  }
  get code(): string {
    return this.problem.code
  }
  get field(): string | undefined {
    return this.problem.field
  }
}

// The answer never came: whether the server acted is unknown.
export class NetworkError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'NetworkError'
  }
}

export interface Exchange {
  method: 'GET' | 'POST'
  path: string
  query?: Record<string, string | undefined>
  body?: unknown
  key?: string // Idempotency-Key
  version?: number // If-Match
  signal?: AbortSignal
}

export interface Answer<Body> {
  body: Body
  version?: number // from ETag
  at: number // the server's clock, epoch ms; this computer's when it does not say
  replayed: boolean
}

export interface TransportOptions {
  base: string // "/api/v1"
  token: () => string
  fetch?: typeof fetch
  sleep?: (ms: number) => Promise<void>
  onUnauthorized?: () => void
}

const timeoutMs = 15_000
const attemptsMax = 3
const retryAfterMaxMs = 5_000

export type Transport = <Body>(exchange: Exchange) => Promise<Answer<Body>>

export function makeTransport(options: TransportOptions): Transport {
  const sleep = options.sleep ?? ((ms: number) => new Promise<void>((done) => setTimeout(done, ms)))
  return async function send<Body>(exchange: Exchange): Promise<Answer<Body>> {
    const repeatable = exchange.method === 'GET' || exchange.key !== undefined
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await once<Body>(options, exchange)
      } catch (error) {
        const wait = waitBeforeRetry(error, attempt)
        if (!repeatable || wait === undefined || exchange.signal?.aborted) throw error
        await sleep(wait)
      }
    }
  }
}

function waitBeforeRetry(error: unknown, attempt: number): number | undefined {
  if (attempt >= attemptsMax) return undefined
  if (error instanceof NetworkError) return 400 * attempt
  if (error instanceof ApiError && error.status === 503) {
    return Math.min(error.retryAfterMs ?? 500 * attempt, retryAfterMaxMs)
  }
  return undefined
}

async function once<Body>(options: TransportOptions, exchange: Exchange): Promise<Answer<Body>> {
  const doFetch = options.fetch ?? fetch
  const stop = new AbortController()
  const forward = () => stop.abort()
  exchange.signal?.addEventListener('abort', forward, { once: true })
  const timer = setTimeout(forward, timeoutMs)
  try {
    const response = await doFetch(urlOf(options.base, exchange), {
      method: exchange.method,
      headers: headersOf(options.token(), exchange),
      body: exchange.method === 'POST' ? JSON.stringify(exchange.body ?? {}) : undefined,
      signal: stop.signal,
      cache: 'no-store',
      credentials: 'omit',
    })
    const text = await response.text()
    if (!response.ok) {
      if (response.status === 401) options.onUnauthorized?.()
      throw errorOf(response, text)
    }
    return {
      body: (text ? JSON.parse(text) : {}) as Body,
      version: versionOf(response.headers.get('etag')),
      at: Date.parse(response.headers.get('date') ?? '') || Date.now(),
      replayed: response.headers.get('idempotency-replayed') === 'true',
    }
  } catch (error) {
    if (error instanceof ApiError) throw error
    throw new NetworkError(error instanceof Error ? error.message : String(error))
  } finally {
    clearTimeout(timer)
    exchange.signal?.removeEventListener('abort', forward)
  }
}

function urlOf(base: string, exchange: Exchange): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(exchange.query ?? {})) {
    if (value !== undefined && value !== '') query.set(name, value)
  }
  const text = query.toString()
  return base + exchange.path + (text ? `?${text}` : '')
}

function headersOf(token: string, exchange: Exchange): Record<string, string> {
  const headers: Record<string, string> = { accept: 'application/json' }
  if (token) headers.authorization = `Bearer ${token}`
  if (exchange.method === 'POST') headers['content-type'] = 'application/json'
  if (exchange.key !== undefined) headers['idempotency-key'] = exchange.key
  if (exchange.version !== undefined) headers['if-match'] = `"${exchange.version}"`
  return headers
}

export function versionOf(etag: string | null): number | undefined {
  const match = etag?.match(/^(?:W\/)?"(\d+)"$/)
  return match ? Number(match[1]) : undefined
}

function errorOf(response: Response, text: string): ApiError {
  const retryAfter = Number(response.headers.get('retry-after'))
  const retryAfterMs = retryAfter > 0 ? retryAfter * 1000 : undefined
  let problem: Problem
  try {
    problem = JSON.parse(text) as Problem
  } catch {
    problem = { title: response.statusText || `HTTP ${response.status}`, status: response.status, code: '' }
  }
  problem.status = response.status
  return new ApiError(problem, retryAfterMs)
}
