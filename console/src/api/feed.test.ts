import { beforeEach, describe, expect, it, vi } from 'vitest'
import { backOffMs, Feed, type FeedSocket, type FeedState } from './feed'
import type { FeedItem, FeedPage } from './types'

class FakeSocket implements FeedSocket {
  onopen: (() => void) | null = null
  onmessage: ((event: { data: unknown }) => void) | null = null
  onclose: (() => void) | null = null
  closed = false
  constructor(
    readonly url: string,
    readonly protocols: string[],
  ) {}
  close() {
    this.closed = true
  }
  say(frame: object) {
    this.onmessage?.({ data: JSON.stringify(frame) })
  }
}

function setUp(
  poll: (after: number) => Promise<FeedPage> = async (after) => ({ items: [], last_seq: after }),
) {
  const sockets: FakeSocket[] = []
  const seqs: number[] = []
  const states: FeedState[] = []
  const onResync = vi.fn()
  const feed = new Feed({
    url: 'ws://city/api/v1/events',
    token: 'secret',
    poll,
    onResync,
    random: () => 1,
    onItem: (item) => void seqs.push(item.seq),
    onState: (state) => void states.push(state),
    open: (url, protocols) => {
      const socket = new FakeSocket(url, protocols)
      sockets.push(socket)
      return socket
    },
  })
  feed.start()
  return { feed, sockets, seqs, states, onResync, last: () => sockets[sockets.length - 1] }
}

const entry = (seq: number) => ({ type: 'entry', seq }) as unknown as FeedItem & { type: string }

beforeEach(() => void vi.useFakeTimers())

describe('the feed', () => {
  it('offers the token as a subprotocol and starts at the present', () => {
    const { sockets, states } = setUp()
    expect(sockets[0].protocols).toEqual(['hotline.v1', 'bearer.secret'])
    expect(sockets[0].url).toBe('ws://city/api/v1/events')
    sockets[0].say({ type: 'hello', last_seq: 10 })
    expect(states).toEqual(['connecting', 'live'])
  })

  it('reconnects after the last seq it has seen and delivers nothing twice', () => {
    const { sockets, seqs } = setUp()
    sockets[0].say({ type: 'hello', last_seq: 10 })
    sockets[0].say(entry(11))
    sockets[0].onclose?.()
    vi.advanceTimersByTime(500)
    expect(sockets[1].url).toBe('ws://city/api/v1/events?after=11')
    sockets[1].say({ type: 'hello', last_seq: 12 })
    sockets[1].say(entry(11))
    sockets[1].say(entry(12))
    expect(seqs).toEqual([11, 12])
  })

  it('loads the lists again and goes on from there when the cursor fell off the ring', () => {
    const { feed, sockets, onResync } = setUp()
    sockets[0].say({ type: 'hello', last_seq: 10 })
    sockets[0].say({ type: 'resync', last_seq: 500 })
    expect(onResync).toHaveBeenCalledOnce()
    expect(feed.lastSeq).toBe(500)
  })

  it('takes a silent connection for dead after 45 seconds, and a ping for life', () => {
    const { sockets, states } = setUp()
    sockets[0].say({ type: 'hello', last_seq: 1 })
    vi.advanceTimersByTime(44_000)
    sockets[0].say({ type: 'ping' })
    vi.advanceTimersByTime(44_000)
    expect(states.at(-1)).toBe('live')
    vi.advanceTimersByTime(1_001)
    expect(states.at(-1)).toBe('waiting')
    expect(sockets[0].closed).toBe(true)
  })

  it('asks by plain GET while no socket can be opened', async () => {
    const poll = vi.fn(async () => ({ items: [entry(2)], last_seq: 2 }))
    const { sockets, seqs, last } = setUp(poll)
    sockets[0].say({ type: 'hello', last_seq: 1 })
    last().onclose?.()
    vi.advanceTimersByTime(500)
    last().onclose?.()
    await vi.advanceTimersByTimeAsync(0)
    expect(poll).toHaveBeenCalledWith(1)
    expect(seqs).toEqual([2])
  })

  it('says nothing more once it is stopped', () => {
    const { feed, sockets, states } = setUp()
    feed.stop()
    sockets[0].onclose?.()
    vi.advanceTimersByTime(60_000)
    expect(sockets).toHaveLength(1)
    expect(states.at(-1)).toBe('stopped')
  })

  it('does not wait out the back-off when the network comes back', () => {
    const { feed, sockets } = setUp()
    sockets[0].onclose?.()
    feed.hurry()
    expect(sockets).toHaveLength(2)
  })
})

describe('the back-off', () => {
  it('doubles to its ceiling and never falls below half', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 20].map((failures) => backOffMs(failures, () => 1))).toEqual([
      500, 1000, 2000, 4000, 8000, 16000, 20000, 20000,
    ])
    expect(backOffMs(3, () => 0)).toBe(1000)
  })
})
