// A stand-in for the server while the console is developed: the contract of docs/api.md over memory.
// A development tool only; nothing of it is shipped.
//   node dev/mock-server.mjs [--port 8099] [--dist dist] [--seed 30]
import { createReadStream, existsSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { parseArgs } from 'node:util'
import { WebSocketServer } from 'ws'
import * as cityData from './mock/city.mjs'
import { decide, onLeg, onTicket, open, Refused } from './mock/rules.mjs'
import { seed } from './mock/seed.mjs'
import * as state from './mock/state.mjs'

const { values: options } = parseArgs({
  options: {
    port: { type: 'string', default: '8099' },
    dist: { type: 'string', default: 'dist' },
    seed: { type: 'string', default: '30' },
  },
})
const csp =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'"

const actorOf = (token) => cityData.tokens[token ?? '']

function send(response, status, body, headers = {}) {
  const type = status >= 400 ? 'application/problem+json' : 'application/json; charset=utf-8'
  response
    .writeHead(status, { 'content-type': type, 'cache-control': 'no-store', ...headers })
    .end(JSON.stringify(body))
}

function refuse(response, error) {
  const { status, code, field } = error
  send(response, status, {
    type: 'about:blank',
    title: code,
    status,
    code,
    detail: error.message,
    field,
    request_id: 'mock',
  })
}

async function bodyOf(request) {
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

const gets = [
  [/^\/me$/, (_, actor) => ({ ...actor, unit_name: cityData.unitName(actor.unit) })],
  [/^\/city$/, () => cityData.city],
  [/^\/overview$/, () => state.overview()],
  [/^\/calendar$/, (_, actor, query) => cityData.calendarOf(query.get('month'))],
  [/^\/duty$/, (_, actor, query) => cityData.dutyOf(query.get('month'))],
  [/^\/duty\/now$/, () => cityData.dutyNow()],
  [
    /^\/events$/,
    (_, actor, query) => ({
      items: state.feedAfter(Number(query.get('after') ?? state.lastSeq())),
      last_seq: state.lastSeq(),
    }),
  ],
  [/^\/tickets$/, (_, actor, query) => state.list(query, actor)],
  [/^\/tickets\/(\d+)$/, ([, number], actor) => state.view(state.find(number, actor), actor)],
  [/^\/tickets\/(\d+)\/journal$/, ([, number]) => ({ items: state.journalOf(number) })],
  [/^\/tickets\/\d+\/deliveries$/, () => ({ items: [] })],
  [/^\/notices$/, () => ({ items: [] })],
]

function allow(actor, verb) {
  if (!verb) throw new Refused(404, 'not_found', 'no such call')
  if (!verb.roles.includes(actor.role)) throw new Refused(403, 'forbidden', 'your role may not do this')
}

function commandOf(path, body, actor) {
  if (path === '/tickets') return { run: (work) => open(work, body, actor) }
  const [, kind, id, verb] = path.match(/^\/(tickets|assignments|petitions)\/([\dp-]+)\/(\w+)$/) ?? []
  const number = id?.slice(0, 14)
  if (kind === 'tickets') {
    allow(actor, onTicket[verb])
    return { number, run: (work) => onTicket[verb].run(work, body) }
  }
  if (kind === 'assignments') {
    allow(actor, onLeg[verb])
    return {
      number,
      run: (work) =>
        onLeg[verb].run(
          work,
          body,
          work.ticket.assignments.find((leg) => leg.id === id),
        ),
    }
  }
  if (kind === 'petitions') {
    allow(actor, { roles: ['dispatcher', 'supervisor'] })
    return {
      number,
      run: (work) =>
        decide(
          work,
          work.ticket.petitions.find((one) => one.id === id),
          verb === 'approve',
          body.note ?? '',
        ),
    }
  }
  throw new Refused(404, 'not_found', 'no such call')
}

async function post(request, response, path, actor) {
  const text = await bodyOf(request)
  const body = JSON.parse(text || '{}')
  if (path === '/routing/suggestion') return send(response, 200, cityData.suggestionFor(body))
  const match = request.headers['if-match']?.match(/"(\d+)"/)
  const { receipt, replayed } = state.submit({
    actor,
    key: request.headers['idempotency-key'],
    hash: path + text,
    version: match && Number(match[1]),
    ...commandOf(path, body, actor),
  })
  const headers = { etag: `"${receipt.version}"`, ...(replayed ? { 'idempotency-replayed': 'true' } : {}) }
  return send(response, path === '/tickets' ? 201 : 200, receipt, headers)
}

async function api(request, response, url) {
  const actor = actorOf(request.headers.authorization?.replace(/^Bearer /, ''))
  if (!actor) throw new Refused(401, 'unauthenticated', 'no valid token')
  const path = url.pathname.slice('/api/v1'.length)
  if (request.method === 'POST') return post(request, response, path, actor)
  for (const [pattern, answer] of gets) {
    const match = path.match(pattern)
    if (!match) continue
    const body = answer(match, actor, url.searchParams)
    return send(response, 200, body, body.version ? { etag: `"${body.version}"` } : {})
  }
  throw new Refused(404, 'not_found', 'no such call')
}

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
}

function file(response, pathname) {
  let path = join(options.dist, normalize(pathname))
  if (!existsSync(path) || statSync(path).isDirectory()) path = join(options.dist, 'index.html')
  response.writeHead(200, {
    'content-type': types[extname(path)] ?? 'application/octet-stream',
    'content-security-policy': csp,
  })
  createReadStream(path).pipe(response)
}

const server = createServer((request, response) => {
  const url = new URL(request.url, 'http://mock')
  if (!url.pathname.startsWith('/api/')) return file(response, url.pathname)
  return api(request, response, url).catch((error) =>
    refuse(
      response,
      error instanceof Refused ? error : new Refused(500, 'internal', String(error?.stack ?? error)),
    ),
  )
})

const sockets = new WebSocketServer({ noServer: true, handleProtocols: () => 'hotline.v1' })
server.on('upgrade', (request, socket, head) => {
  const token = request.headers['sec-websocket-protocol']?.match(/bearer\.([^,\s]+)/)?.[1]
  const actor = actorOf(token)
  if (!actor) return socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n')
  return sockets.handleUpgrade(request, socket, head, (ws) =>
    serveFeed(ws, actor, new URL(request.url, 'http://mock')),
  )
})

function serveFeed(ws, actor, url) {
  const put = (frame) => ws.send(JSON.stringify(frame))
  put({ type: 'hello', last_seq: state.lastSeq() })
  const after = url.searchParams.get('after')
  if (after !== null) state.feedAfter(Number(after)).forEach((item) => put({ type: 'entry', ...item }))
  const onItem = (item, ticket) => state.sees(actor, ticket) && put({ type: 'entry', ...item })
  state.feed.on('item', onItem)
  const ping = setInterval(() => put({ type: 'ping' }), 20_000)
  ws.on('close', () => {
    clearInterval(ping)
    state.feed.off('item', onItem)
  })
}

seed(Number(options.seed))
server.listen(Number(options.port), '127.0.0.1', () => {
  console.log(`mock on http://127.0.0.1:${options.port}, tokens: ${Object.keys(cityData.tokens).join(' ')}`)
})
