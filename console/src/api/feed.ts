// The live feed: one WebSocket, reconnected with back-off, that never loses its place.
//
// The cursor is the last seq seen; a reconnect asks for what came after it. While the socket cannot be
// opened each failed attempt is followed by one plain GET of the same events, so a proxy that blocks
// WebSockets slows the feed down but does not stop it. A frame must come at least every 45 s (the server
// pings every 20 s), else the connection is taken for dead.
import type { FeedItem, FeedPage } from './types'

export type FeedState = 'connecting' | 'live' | 'waiting' | 'stopped'

export interface FeedSocket {
  onopen: (() => void) | null
  onmessage: ((event: { data: unknown }) => void) | null
  onclose: (() => void) | null
  close(): void
}

export interface FeedOptions {
  url: string // ws://host/api/v1/events
  token: string
  onItem: (item: FeedItem) => void
  onResync: () => void // the cursor fell off the ring: load every list again
  onState: (state: FeedState) => void
  poll: (after: number) => Promise<FeedPage>
  open?: (url: string, protocols: string[]) => FeedSocket
  random?: () => number
}

const silenceMaxMs = 45_000
const backOffFirstMs = 500
const backOffMaxMs = 20_000

type Frame = { type: string; last_seq?: number } & Partial<FeedItem>

export class Feed {
  private socket: FeedSocket | null = null
  private timer: ReturnType<typeof setTimeout> | undefined
  private silence: ReturnType<typeof setTimeout> | undefined
  private failures = 0
  private stopped = true
  lastSeq: number | undefined

  constructor(private readonly options: FeedOptions) {}

  start(): void {
    if (!this.stopped) return
    this.stopped = false
    this.connect()
  }

  stop(): void {
    this.stopped = true
    clearTimeout(this.timer)
    this.drop()
    this.options.onState('stopped')
  }

  // The network came back: do not sit out the back-off.
  hurry(): void {
    if (this.stopped || this.socket) return
    clearTimeout(this.timer)
    this.connect()
  }

  private connect(): void {
    this.options.onState('connecting')
    const after = this.lastSeq === undefined ? '' : `?after=${this.lastSeq}`
    const open =
      this.options.open ?? ((url, protocols) => new WebSocket(url, protocols) as unknown as FeedSocket)
    const socket = open(this.options.url + after, ['hotline.v1', `bearer.${this.options.token}`])
    this.socket = socket
    socket.onopen = () => this.heard()
    socket.onmessage = (event) => this.take(String(event.data))
    socket.onclose = () => {
      if (this.socket === socket) this.lost()
    }
    this.heard()
  }

  private take(text: string): void {
    this.heard()
    let frame: Frame
    try {
      frame = JSON.parse(text) as Frame
    } catch {
      return // not ours; the silence timer still guards the connection
    }
    if (frame.type === 'hello') {
      this.failures = 0
      this.lastSeq ??= frame.last_seq
      this.options.onState('live')
    } else if (frame.type === 'resync') {
      this.lastSeq = frame.last_seq
      this.options.onResync()
    } else if (frame.type === 'entry') {
      this.deliver(frame as unknown as FeedItem)
    }
  }

  private deliver(item: FeedItem): void {
    if (this.lastSeq !== undefined && item.seq <= this.lastSeq) return
    this.lastSeq = item.seq
    this.options.onItem(item)
  }

  private heard(): void {
    clearTimeout(this.silence)
    this.silence = setTimeout(() => this.lost(), silenceMaxMs)
  }

  private drop(): void {
    clearTimeout(this.silence)
    const socket = this.socket
    this.socket = null
    if (socket) {
      socket.onclose = null
      socket.onmessage = null
      socket.close()
    }
  }

  private lost(): void {
    this.drop()
    if (this.stopped) return
    this.failures += 1
    this.options.onState('waiting')
    this.timer = setTimeout(() => this.connect(), backOffMs(this.failures, this.options.random))
    if (this.failures > 1) void this.pollOnce()
  }

  private async pollOnce(): Promise<void> {
    if (this.lastSeq === undefined) return
    try {
      const answer = await this.options.poll(this.lastSeq)
      for (const item of answer.items) this.deliver(item)
      this.lastSeq = Math.max(this.lastSeq, answer.last_seq)
      if (answer.resync) this.options.onResync()
    } catch {
      // The next attempt comes with the back-off; the state already says that the feed is down.
    }
  }
}

// Doubling with full jitter above one half, so that a restarted server is not met by all at once.
export function backOffMs(failures: number, random: () => number = Math.random): number {
  const ceiling = Math.min(backOffFirstMs * 2 ** (failures - 1), backOffMaxMs)
  return Math.round(ceiling * (0.5 + random() / 2))
}
