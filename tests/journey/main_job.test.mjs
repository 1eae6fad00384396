// The main job, end to end: a citizen calls, the ticket is stored, routed, handed over by a signed webhook,
// the department acts, the reply is checked, the citizen is called back, the file is closed; and everyone
// sees what happened.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Webhook } from "standardwebhooks";
import { Department, Feed, Server, World, newTicket } from "./support.mjs";

let world, server, department;

before(async () => {
  department = await Department.open();
  world = new World({ webhookUrl: department.url });
  server = await Server.start(world);
});
after(async () => {
  const ended = await server.stop();
  await department.close();
  world.remove();
  assert.deepEqual(ended, { code: 0, signal: null });
});

const about = (number, type) => (webhook) => {
  const body = JSON.parse(webhook.body);
  return body.data.ticket === number && body.type === type;
};

test("a ticket goes from the call to the archive and everyone sees it", async () => {
  const feed = await Feed.open(server, "dispatcher");
  await feed.until((frame) => frame.type === "hello");

  const opened = await server.post("agent", "/api/v1/tickets", newTicket());
  assert.equal(opened.status, 201, opened.text);
  const { number } = opened.body;
  assert.match(number, /^20\d{12}$/);
  assert.equal(opened.headers.get("location"), `/api/v1/tickets/${number}`);
  assert.equal(opened.body.stage, "handling");
  assert.deepEqual(opened.body.assignments, [`${number}-1`]);
  const leg = `${number}-1`;

  const frame = await feed.until((f) => f.ticket === number);
  assert.ok(frame.events.some((event) => event.type === "opened"));
  assert.equal(frame.summary.title, newTicket().title);
  assert.ok(!JSON.stringify(frame).includes("13800138000"), "the feed holds no caller data");

  const webhook = await department.until(about(number, "ticket.dispatched"));
  const secret = world.secretOf("a3-gov");
  const verified = new Webhook(secret).verify(webhook.body, webhook.headers);
  assert.equal(verified.data.ticket, number);
  assert.equal(verified.data.sequence, 1);
  assert.ok(!webhook.body.includes("13800138000"), "this endpoint has no clearance for the caller");
  assert.throws(() => new Webhook(secret).verify(webhook.body + " ", webhook.headers));

  const path = `/api/v1/assignments/${leg}`;
  assert.equal((await server.post("a3", `${path}/receive`)).status, 200);
  assert.equal((await server.post("a3", `${path}/contact`, { note: "已电话联系，约定现场查看" })).status, 200);
  const reply = { public_text: "已责令物业公司退还多收费用。", internal_text: "物业承认收费未公示。" };
  const replied = await server.post("a3", `${path}/reply`, reply);
  assert.equal(replied.body.stage, "awaiting_check");
  const sentBack = await server.post("dispatcher", `${path}/check`, { accept: false, note: "请说明退费时间" });
  assert.equal(sentBack.body.stage, "handling");
  await server.post("a3", `${path}/reply`, { ...reply, public_text: "已责令物业公司三日内退还多收费用。" });
  const checked = await server.post("dispatcher", `${path}/check`, { accept: true });
  assert.equal(checked.body.stage, "awaiting_visit");

  const unhappy = await server.post("visitor", `/api/v1/tickets/${number}/visit`, {
    reached: true, contacted: true, solved: false, satisfied: false, note: "尚未收到退费",
  });
  assert.equal(unhappy.body.stage, "awaiting_redo");
  assert.equal((await server.post("visitor", `/api/v1/tickets/${number}/redo`, { reason: "尚未退费" })).body.stage, "handling");
  await server.post("a3", `${path}/reply`, { ...reply, public_text: "已退费到位。" });
  await server.post("dispatcher", `${path}/check`, { accept: true });
  const happy = await server.post("visitor", `/api/v1/tickets/${number}/visit`, {
    reached: true, contacted: true, solved: true, satisfied: true,
  });
  assert.equal(happy.body.stage, "closed");
  assert.equal((await server.post("dispatcher", `/api/v1/tickets/${number}/archive`)).body.stage, "archived");

  const { body: ticket, headers } = await server.get("supervisor", `/api/v1/tickets/${number}`);
  assert.equal(headers.get("etag"), `"${ticket.version}"`);
  assert.equal(ticket.caller.phone, "13800138000");
  assert.equal(ticket.first_visit.satisfied, false);
  assert.equal(ticket.final_visit.satisfied, true);
  assert.equal(ticket.redo_count, 1);
  assert.equal(ticket.assignments[0].sent_back_count, 1);
  assert.ok(ticket.milestones.every((milestone) => milestone.state !== "running"));

  const journal = (await server.get("supervisor", `/api/v1/tickets/${number}/journal`)).body.items;
  const types = journal.flatMap((entry) => entry.events.map((event) => event.type));
  for (const type of ["opened", "dispatched", "clock_started", "received", "contact_recorded", "replied",
    "reply_checked", "visited", "redo_ordered", "archived"]) {
    assert.ok(types.includes(type), `the journal tells of ${type}`);
  }
  assert.equal(journal.at(-1).version, ticket.version);
  assert.deepEqual(journal.map((entry) => entry.actor.name).filter((name) => name === "回访员丙").length, 3);
  feed.close();
});

test("webhooks of a ticket come in order and each exactly once when the receiver answers", async () => {
  const mine = department.received.map((webhook) => JSON.parse(webhook.body)).filter((body) => body.data.ticket);
  const byTicket = Map.groupBy ? Map.groupBy(mine, (body) => body.data.ticket) : groupBy(mine);
  for (const bodies of byTicket.values()) {
    assert.deepEqual(bodies.map((body) => body.data.sequence), bodies.map((_, index) => index + 1));
  }
  const ids = department.received.map((webhook) => webhook.headers["webhook-id"]);
  assert.equal(new Set(ids).size, ids.length);
});

function groupBy(bodies) {
  const groups = new Map();
  for (const body of bodies) groups.set(body.data.ticket, [...(groups.get(body.data.ticket) ?? []), body]);
  return groups;
}

test("a unit returns a ticket with its basis and the hotline dispatches it to another", async () => {
  const { body } = await server.post("agent", "/api/v1/tickets", newTicket({ title: "A3区洋湖街道物业不作为" }));
  const leg = `${body.number}-1`;
  const asked = await server.post("a3", `/api/v1/assignments/${leg}/return`, {
    reason: "属于供水管网问题", basis: "三定方案：供水管网由水务集团负责", suggested_unit: "water",
  });
  assert.equal(asked.body.petition, `${body.number}-p1`);
  const early = await server.post("a3", `/api/v1/assignments/${leg}/reply`, { public_text: "转水务" });
  assert.deepEqual([early.status, early.body.code], [409, "petition_pending"]);
  const decided = await server.post("dispatcher", `/api/v1/petitions/${asked.body.petition}/approve`, { note: "同意" });
  assert.equal(decided.body.stage, "awaiting_dispatch");
  const again = await server.post("dispatcher", `/api/v1/tickets/${body.number}/assignments`, {
    assignments: [{ unit: "water", role: "lead" }],
  });
  assert.deepEqual(again.body.assignments, [`${body.number}-2`]);
  const webhook = await department.until(
    (w) => about(body.number, "ticket.dispatched")(w) && JSON.parse(w.body).data.unit === "water");
  assert.ok(webhook.body.includes("13800138000"), "the water company has clearance for the caller");
  new Webhook(world.secretOf("water")).verify(webhook.body, webhook.headers);
});

test("a unit sees its own tickets only and a masked caller", async () => {
  const { body } = await server.post("agent", "/api/v1/tickets", newTicket());
  const seen = await server.get("a3", `/api/v1/tickets/${body.number}`);
  assert.equal(seen.body.caller.masked, true);
  assert.equal(seen.body.caller.phone, "****8000");
  assert.equal((await server.get("water", `/api/v1/tickets/${body.number}`)).status, 404);
  assert.equal((await server.post("water", `/api/v1/assignments/${body.number}-1/receive`)).body.code, "not_your_assignment");
  const journal = await server.get("a3", `/api/v1/tickets/${body.number}/journal`);
  assert.ok(!journal.text.includes("13800138000") && !journal.text.includes("梅溪湖街道1号"));
  const list = await server.get("water", "/api/v1/tickets");
  assert.ok(!list.text.includes(body.number));
  const secret = await server.post("agent", "/api/v1/tickets",
    newTicket({ caller: { name: "李四", phone: "13900139000", confidential: true } }));
  const hidden = await server.get("a3", `/api/v1/tickets/${secret.body.number}`);
  assert.deepEqual([hidden.body.caller.name, hidden.body.caller.phone], ["", ""]);
});

test("the same idempotency key gives the same ticket and another body is refused", async () => {
  const key = { "idempotency-key": "journey-1" };
  const first = await server.post("agent", "/api/v1/tickets", newTicket(), key);
  const second = await server.post("agent", "/api/v1/tickets", newTicket(), key);
  assert.deepEqual([second.status, second.body.number], [201, first.body.number]);
  assert.equal(second.headers.get("idempotency-replayed"), "true");
  const other = await server.post("agent", "/api/v1/tickets", newTicket({ title: "别的事" }), key);
  assert.deepEqual([other.status, other.body.code], [422, "idempotency_mismatch"]);
});

test("a change on an old version is refused with the present one", async () => {
  const { body } = await server.post("agent", "/api/v1/tickets", newTicket());
  const path = `/api/v1/assignments/${body.number}-1/receive`;
  const stale = await server.post("a3", path, {}, { "if-match": '"1"' });
  assert.deepEqual([stale.status, stale.body.code], [412, "version_conflict"]);
  assert.match(stale.body.detail, new RegExp(String(body.version)));
  const fresh = await server.post("a3", path, {}, { "if-match": `"${body.version}"` });
  assert.equal(fresh.status, 200);
});

test("nobody enters without a token or with the wrong role", async () => {
  assert.equal((await server.get(null, "/api/v1/tickets")).status, 401);
  assert.equal((await server.post("a3", "/api/v1/tickets", newTicket())).status, 403);
  const bad = await fetch(`${server.base}/api/v1/me`, { headers: { authorization: "Bearer nonsense" } });
  assert.equal(bad.status, 401);
  assert.equal((await bad.json()).code, "unauthenticated");
});

test("a webhook that is not delivered is counted until it is", async () => {
  const down = await Department.open(() => 500);
  const other = new World({ webhookUrl: down.url });
  const busy = await Server.start(other);
  const pending = async () => Number((await busy.get(null, "/metrics")).text.match(/^hotline_outbox_pending (\d+)$/m)[1]);
  assert.equal(await pending(), 0);
  await busy.post("agent", "/api/v1/tickets", newTicket());
  await down.until((webhook) => webhook.status === 500);
  assert.equal(await pending(), 1);
  await busy.stop();
  await down.close();
  other.remove();
});

test("health, readiness, metrics and the OpenAPI document are there", async () => {
  assert.equal((await server.get(null, "/readyz")).body.ready, true);
  assert.equal((await server.get(null, "/healthz")).body.loops.length, 4);
  const metrics = await server.get(null, "/metrics");
  assert.match(metrics.text, /hotline_http_requests_total\{route="open_ticket",status="201"\} \d+/);
  const document = (await server.get(null, "/api/v1/openapi.json")).body;
  assert.equal(document.openapi, "3.1.0");
  assert.ok(document.paths["/api/v1/tickets"].post);
});
