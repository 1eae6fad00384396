// Every bad input gets a clear answer with the place of the fault, and changes nothing.
import assert from "node:assert/strict";
import net from "node:net";
import { after, before, test } from "node:test";
import { Server, World, newTicket } from "./support.mjs";

let world, server;
before(async () => {
  world = new World({ settings: "[timeouts]\nheader_s = 1\nbody_s = 1\n" });
  server = await Server.start(world);
});
after(async () => {
  await server.stop();
  world.remove();
});

const json = (extra) => JSON.stringify(newTicket(extra));
const withRaw = (member, raw) => json({ [member]: "@@" }).replace('"@@"', raw);
const bytes = (text) => Buffer.from(text, "latin1");

const bodies = [
  ["malformed JSON", '{"channel":', 400, "malformed_json", "/channel"],
  ["nothing at all", "", 400, "malformed_json", ""],
  ["not an object", "[]", 422, "wrong_type", ""],
  ["an unknown field", json({ colour: "red" }), 422, "unknown_member", "/colour"],
  ["an unknown field deep inside", json({ caller: { name: "张三", shoe: 44 } }), 422, "unknown_member", "/caller/shoe"],
  ["a wrong type", json({ title: 5 }), 422, "wrong_type", "/title"],
  ["a missing member", JSON.stringify({ channel: "phone", kind: "help" }), 422, "required", "/title"],
  ["an empty title", json({ title: "" }), 422, "too_short", "/title"],
  ["a title too long", json({ title: "长".repeat(201) }), 422, "too_long", "/title"],
  ["a body too long", json({ body: "长".repeat(20_001) }), 422, "too_long", "/body"],
  ["an unknown value", json({ channel: "pigeon" }), 422, "unknown_value", "/channel"],
  ["a member twice", json().replace('"kind":"complaint"', '"kind":"complaint","kind":"help"'), 400, "duplicate_member", "/kind"],
  ["a NUL in a text", withRaw("body", '"a\\u0000b"'), [400, 422], undefined, "/body"],
  ["a number that is not finite", withRaw("body", "1e400"), [400, 422], undefined, undefined],
  ["NaN", withRaw("body", "NaN"), 400, "malformed_json", undefined],
  ["bytes that are not UTF-8", bytes('{"channel":"phone","kind":"help","title":"\xff\xfe"}'), 400, "malformed_json", undefined],
  ["a lone surrogate", withRaw("body", '"\\ud800"'), 400, "malformed_json", undefined],
  ["too deep", "[".repeat(100) + "]".repeat(100), 400, "malformed_json", undefined],
  ["an unknown district", json({ district: "Z9" }), 422, "unknown_district", "/district"],
  ["a time that only an admin may give", json({ received_at: "2020-01-01T00:00:00Z" }), 403, "forbidden_member", "/received_at"],
];

for (const [what, body, status, code, field] of bodies) {
  test(`${what} is refused with its place and changes nothing`, async () => {
    const before = (await server.get("admin", "/api/v1/overview")).body;
    const answer = await server.call("agent", "POST", "/api/v1/tickets", body, { "content-type": "application/json" });
    assert.ok([status].flat().includes(answer.status), `${answer.status} ${answer.text}`);
    assert.match(answer.headers.get("content-type"), /^application\/problem\+json/);
    if (code) assert.equal(answer.body.code, code);
    if (field !== undefined) assert.equal(answer.body.field ?? "", field);
    assert.ok(answer.body.request_id);
    assert.deepEqual((await server.get("admin", "/api/v1/overview")).body, before);
  });
}

for (const [what, headers, body, status] of [
  ["a wrong content type", { "content-type": "text/plain" }, json(), 415],
  ["a body larger than allowed", { "content-type": "application/json" }, `{"title":"${"x".repeat(300 * 1024)}"}`, 413],
  ["an idempotency key with blanks", { "content-type": "application/json", "idempotency-key": "a b" }, json(), 400],
  ["an If-Match that is no version", { "content-type": "application/json", "if-match": "seven" }, json(), 400],
]) {
  test(`${what} is refused`, async () => {
    const answer = await server.call("agent", "POST", "/api/v1/tickets", body, headers);
    assert.equal(answer.status, status, answer.text);
    assert.match(answer.headers.get("content-type"), /^application\/problem\+json/);
  });
}

// What no well-behaved client sends: raw bytes, and what came back until the connection closed.
function raw(text, { halves } = {}) {
  return new Promise((done) => {
    const { hostname, port } = new URL(server.base);
    const socket = net.connect(Number(port), hostname);
    let answer = "";
    socket.on("data", (chunk) => (answer += chunk)).on("close", () => done(answer)).on("error", () => done(answer));
    socket.write(halves ? text.slice(0, 20) : text);
  });
}

const host = () => `Host: ${new URL(server.base).host}`;
const auth = () => `Authorization: Bearer ${world.tokens.agent}`;
for (const [what, request, expected] of [
  ["Transfer-Encoding", () => `POST /api/v1/tickets HTTP/1.1\r\n${host()}\r\n${auth()}\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\n0\r\n\r\n`, /^HTTP\/1\.1 4(11|00) /],
  ["no content type", () => `POST /api/v1/tickets HTTP/1.1\r\n${host()}\r\n${auth()}\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}`, /^HTTP\/1\.1 415 /],
  ["a missing Host", () => `GET /api/v1/me HTTP/1.1\r\n${auth()}\r\n\r\n`, /^HTTP\/1\.1 400 /],
  ["a foreign Host", () => `GET /api/v1/me HTTP/1.1\r\nHost: evil.example\r\n${auth()}\r\n\r\n`, /^HTTP\/1\.1 421 /],
  ["two lengths", () => `POST /api/v1/tickets HTTP/1.1\r\n${host()}\r\n${auth()}\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}`, /^HTTP\/1\.1 400 /],
  ["an oversized header", () => `GET /api/v1/me HTTP/1.1\r\n${host()}\r\nX-Big: ${"x".repeat(20_000)}\r\n\r\n`, /^HTTP\/1\.1 431 /],
  ["an oversized target", () => `GET /${"x".repeat(5_000)} HTTP/1.1\r\n${host()}\r\n\r\n`, /^HTTP\/1\.1 414 /],
  ["nonsense", () => "\x16\x03\x01 not HTTP at all\r\n\r\n", /^(HTTP\/1\.1 400 |$)/],
]) {
  test(`${what} is refused and the connection closed`, async () => {
    const answer = await raw(request());
    assert.match(answer, expected);
    if (answer) assert.match(answer, /application\/problem\+json/);
  });
}

test("a client that never finishes its header is closed after the limit", async () => {
  const answer = await raw(`GET /api/v1/me HTTP/1.1\r\n${host()}\r\n`, { halves: true });
  assert.match(answer, /^(HTTP\/1\.1 408 |$)/);
});

test("a client that never finishes its body is closed after the limit", async () => {
  const answer = await raw(`POST /api/v1/tickets HTTP/1.1\r\n${host()}\r\n${auth()}\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"channel"`);
  assert.match(answer, /^(HTTP\/1\.1 408 |$)/);
});

test("unknown paths, methods and query parameters are told apart", async () => {
  assert.equal((await server.get("agent", "/api/v1/nothing")).status, 404);
  const method = await server.call("agent", "DELETE", "/api/v1/tickets");
  assert.equal(method.status, 405);
  assert.match(method.headers.get("allow"), /GET.*POST|POST.*GET/);
  const query = await server.get("agent", "/api/v1/tickets?sort=up");
  assert.deepEqual([query.status, query.body.field], [400, "query/sort"]);
  assert.equal((await server.get("agent", "/api/v1/tickets?limit=1000")).body.field, "query/limit");
  assert.equal((await server.get("agent", "/api/v1/tickets/99")).body.code, "ticket_not_found");
});
