// Time limits through the binary and HTTP alone: why a deadline is what it is, the ladder that climbs by itself,
// a calendar published while tickets run, and who is told when nobody looks.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Department, Feed, Server, World, newTicket, tryRun } from "./support.mjs";

const policies = `
[[policy]]
id = "ladder"
version = "1"
name = "阶梯"
source = "测试"
priority = 0
calendar = "cn-demo"
extension = { steps = [{ max_working_days = 5, approver = "supervisor", office = "督办科" }] }
return = { window = "2wd", deemed_acceptance = true, max_dispatches = 2 }
pause = { reasons = [{ code = "litigation", name = "涉诉", max_working_days = 10 }] }

[[policy.milestone]]
kind = "dispatch"
start = "opened"
limit = "30min"
steps = [{ do = "urge", at = "50%" }, { do = ["tell_duty", "written_notice", "supervise", "raise"], at = "+1min" }]

[[policy.milestone]]
kind = "resolve"
start = "dispatched"
limit = "5wd"
steps = [{ do = "warn_yellow", at = "-1wd" }]

[[policy.milestone]]
kind = "caller_reply"
start = "merged"
limit = "3wd"
`;

let world, server, watcher;
before(async () => {
  watcher = await Department.open();
  world = new World({ settings: `[deadlines]\naudit_every_s = 1\nheartbeat_url = "${watcher.url}"\n` });
  world.edit("demo/policies.toml", () => policies);
  server = await Server.start(world);
});
after(async () => {
  await server.stop();
  await watcher.close();
  world.remove();
});

const openedTicket = async (extra = {}) => {
  const receipt = await server.post("admin", "/api/v1/tickets", newTicket(extra));
  assert.equal(receipt.status, 201, receipt.text);
  return receipt.body;
};
const ticket = async (number, who = "supervisor") => (await server.get(who, `/api/v1/tickets/${number}`)).body;
const milestone = async (number, kind) => (await ticket(number)).milestones.findLast((each) => each.kind === kind);
const explain = async (id, who = "supervisor") => server.get(who, `/api/v1/milestones/${id}/explanation`);
const ok = (answer) => (assert.equal(answer.status, 200, answer.text), answer.body);

const day = (text) => Date.parse(text);

test("an explanation is a chain of segments without gaps whose counted days are the limit", async () => {
  const { number } = await openedTicket();
  const resolve = await milestone(number, "resolve");
  const body = ok(await explain(resolve.id));
  assert.equal(body.limit, "5wd");
  assert.equal(body.required, 5);
  assert.equal(body.counted, 5);
  assert.equal(body.unit, "days");
  assert.equal(body.due_at, resolve.due_at);
  assert.equal(body.segments[0].from, body.started_at);
  assert.equal(body.segments.at(-1).to, body.due_at);
  for (let i = 1; i < body.segments.length; ++i) assert.equal(body.segments[i].from, body.segments[i - 1].to);
  assert.equal(body.segments.filter((each) => each.kind === "counted").reduce((sum, each) => sum + each.amount, 0), 5);
  assert.match(body.text.zh, /5个工作日.*ladder@1.*cn-demo@2026\.1/);
  assert.match(body.text.en, /5 working days/);
  assert.deepEqual(body.policy, { id: "ladder", version: "1", name: "阶梯", source: "测试", official: true });
});

test("an explanation is shown to those who see the ticket and to nobody else", async () => {
  const { number } = await openedTicket();
  const resolve = await milestone(number, "resolve");
  assert.equal((await explain(resolve.id, "a3")).status, 200);
  assert.equal((await explain(resolve.id, "water")).status, 404);
  assert.equal((await server.get(undefined, `/api/v1/milestones/${resolve.id}/explanation`)).status, 401);
  for (const id of ["20260101000001-m1", `${number}-m99`, "nonsense", `${number}-1`]) {
    const answer = await explain(id);
    assert.equal(answer.status, 404, id);
    assert.equal(answer.body.code, "clock_not_found");
  }
});

test("the ladder climbs by itself, each step once and in order", async () => {
  const feed = await Feed.open(server, "supervisor");
  // Received an hour ago and not dispatched: the half of the limit, its end and a minute after it have passed.
  const { number } = await openedTicket({
    received_at: new Date(Date.now() - 3_600_000).toISOString(), dispatch: "manual",
  });
  await feed.until((frame) => frame.ticket === number && frame.events?.some((event) => event.type === "notice_issued") &&
    frame.summary.supervised);
  const reached = async () => {
    const journal = (await server.get("supervisor", `/api/v1/tickets/${number}/journal`)).body.items;
    return journal.flatMap((entry) => entry.events.filter((event) => event.type === "step_reached").map((event) => event.step));
  };
  while ((await reached()).length < 6) await new Promise((next) => setImmediate(next));
  assert.deepEqual(await reached(), ["urge", "overdue", "tell_duty", "written_notice", "supervise", "raise"]);
  const state = await ticket(number);
  assert.equal(state.overdue, true);
  assert.deepEqual(state.notices.map((each) => each.kind), ["phone_task", "duty_told", "written", "supervision", "raised"]);
  assert.notEqual(state.notices[1].to, "");
  const calls = ok(await server.get("agent", "/api/v1/notices")).items;
  const { notice: call, title, kind } = calls.find((each) => each.notice.ticket === number);
  assert.equal(call.kind, "phone_task");
  assert.equal(kind, "dispatch");
  assert.equal(title, newTicket().title);
  ok(await server.post("agent", `/api/v1/notices/${call.id}/complete`, { note: "已电话催办" }));
  assert.equal((await ticket(number)).urge_count, 1);
  const again = await server.post("agent", `/api/v1/notices/${call.id}/complete`, { note: "又打一次" });
  assert.equal(again.body.code, "notice_done");
  assert.ok(!ok(await server.get("agent", "/api/v1/notices")).items.some((each) => each.notice.ticket === number));
  // A unit of the ticket learns of what was sent to it, not of whom else the hotline told.
  ok(await server.post("dispatcher", `/api/v1/tickets/${number}/assignments`, { assignments: [{ unit: "a3-gov", role: "lead" }] }));
  assert.deepEqual((await ticket(number, "a3")).notices, []);
  const seen = (await server.get("a3", `/api/v1/tickets/${number}/journal`)).body.items.flatMap((entry) => entry.events);
  assert.ok(!seen.some((event) => event.type === "notice_issued"));
  feed.close();
});

test("an extension is decided by the role that the policy names", async () => {
  const { number, assignments } = await openedTicket();
  const before = await milestone(number, "resolve");
  const asked = ok(await server.post("a3", `/api/v1/assignments/${assignments[0]}/extend`, { working_days: 3, reason: "配件未到" }));
  assert.equal((await ticket(number)).petitions[0].approver, "supervisor");
  assert.deepEqual((await ticket(number)).assignments[0].next_extension,
    { mode: "add", max_working_days: 5, approver: "supervisor", office: "督办科", needs: "nothing" });
  const refused = await server.post("dispatcher", `/api/v1/petitions/${asked.petition}/approve`);
  assert.equal(refused.status, 403);
  assert.equal(refused.body.code, "approver_required");
  assert.match(refused.body.detail, /督办科/);
  ok(await server.post("supervisor", `/api/v1/petitions/${asked.petition}/approve`));
  const moved = await milestone(number, "resolve");
  assert.ok(day(moved.due_at) > day(before.due_at));
  const why = ok(await explain(moved.id));
  assert.equal(why.extended_working_days, 3);
  assert.equal(why.moves.length, 1);
  assert.equal(why.moves[0].cause, "extended");
  assert.equal(why.segments.filter((each) => each.kind === "extension").reduce((sum, each) => sum + each.amount, 0), 3);
});

test("a suspension stops the limit, shows in the explanation, and ends early when its cause is gone", async () => {
  const { number, assignments } = await openedTicket();
  const id = assignments[0];
  const before = await milestone(number, "resolve");
  assert.equal((await server.post("a3", `/api/v1/assignments/${id}/suspend`,
    { code: "holiday", working_days: 5, reason: "等待" })).body.code, "suspension_reason");
  assert.equal((await server.post("a3", `/api/v1/assignments/${id}/suspend`,
    { code: "litigation", working_days: 11, reason: "等待判决" })).body.code, "suspension_cap");
  const asked = ok(await server.post("a3", `/api/v1/assignments/${id}/suspend`,
    { code: "litigation", working_days: 10, reason: "等待判决" }));
  ok(await server.post("dispatcher", `/api/v1/petitions/${asked.petition}/approve`));
  const paused = await milestone(number, "resolve");
  assert.ok(day(paused.due_at) > day(before.due_at));
  assert.ok(day(paused.paused_until) > Date.now());
  assert.ok(ok(await explain(paused.id)).segments.some((each) => each.kind === "paused" && each.name === "litigation"));
  ok(await server.post("a3", `/api/v1/assignments/${id}/resume`, { note: "判决已下" }));
  const resumed = await milestone(number, "resolve");
  assert.equal(resumed.due_at, before.due_at);
  assert.equal(resumed.paused_until, undefined);
});

test("the second dispatch designates and a merged caller still gets an answer", async () => {
  const { number, assignments } = await openedTicket();
  const asked = ok(await server.post("a3", `/api/v1/assignments/${assignments[0]}/return`, { reason: "不属我单位", basis: "三定规定" }));
  ok(await server.post("dispatcher", `/api/v1/petitions/${asked.petition}/approve`));
  const sent = ok(await server.post("dispatcher", `/api/v1/tickets/${number}/assignments`,
    { assignments: [{ unit: "water", role: "lead" }] }));
  assert.equal((await ticket(number)).assignments[1].designated, true);
  const refused = await server.post("water", `/api/v1/assignments/${sent.assignments[0]}/return`, { reason: "也不属我", basis: "三定" });
  assert.equal(refused.body.code, "designated");

  const second = await openedTicket();
  ok(await server.post("dispatcher", `/api/v1/tickets/${second.number}/merge`, { into: number }));
  assert.equal((await server.post("dispatcher", `/api/v1/tickets/${second.number}/archive`)).body.code, "caller_unanswered");
  ok(await server.post("visitor", `/api/v1/tickets/${second.number}/caller-answer`, { text: "已修好，一并答复。" }));
  assert.equal((await milestone(second.number, "caller_reply")).state, "met");
  ok(await server.post("dispatcher", `/api/v1/tickets/${second.number}/archive`));
});

const calendarWith = (version, change) =>
  change(readFileSync(join(world.dir, "config/calendars/china.toml"), "utf8").replace('version = "2026.1"', `version = "${version}"`));
// The whole of the coming week off, as by an order to stop work.
const weekOff = (text) => {
  const days = [...Array(7).keys()].map((i) => new Date(Date.now() + 8 * 3_600_000 + (i + 1) * 86_400_000).toISOString().slice(0, 10));
  const year = days[0].slice(0, 4);
  return text.replace(new RegExp(`(\\[\\[year\\]\\]\\nyear = ${year}\\n[^]*?holidays = \\[\\n)`),
    (head) => head + days.filter((each) => !text.includes(`"${each.slice(5)}"`)).map((each) => `    { name = "停工", off = "${each}" },\n`).join(""));
};

test("a calendar is previewed, published and applied to what is running, and stays after a restart", async () => {
  const { number } = await openedTicket();
  const before = await milestone(number, "resolve");
  const text = calendarWith("2026.2", weekOff);
  const wish = { kind: "calendar", text, note: "停工一周", recount: true };
  assert.equal((await server.post("dispatcher", "/api/v1/publications/preview", wish)).status, 403);
  const preview = ok(await server.post("admin", "/api/v1/publications/preview", wish));
  assert.ok(preview.moved >= 1);
  const planned = preview.first.find((each) => each.milestone === before.id);
  assert.equal(planned.due_at, before.due_at);
  assert.equal(planned.effect, "moves");
  assert.equal((await milestone(number, "resolve")).due_at, before.due_at);

  const published = await server.post("admin", "/api/v1/publications", wish);
  assert.equal(published.status, 201, published.text);
  let job;
  do job = ok(await server.get("supervisor", `/api/v1/jobs/${published.body.job}`));
  while (job.state === "running");
  assert.equal(job.state, "done");
  assert.equal(job.visited, job.total);
  assert.equal((await milestone(number, "resolve")).due_at, planned.new_due_at);
  const why = ok(await explain(before.id));
  assert.equal(why.calendar.version, "2026.2");
  assert.ok(why.segments.some((each) => each.kind === "holiday" && each.name === "停工"));
  assert.equal(why.moves.at(-1).cause, "recounted");

  assert.equal((await server.post("admin", "/api/v1/publications", { ...wish, recount: false })).body.code, "publication_known");
  const changed = await server.post("admin", "/api/v1/publications", { ...wish, text: text.replaceAll("停工", "罢工") });
  assert.equal(changed.status, 422);
  assert.match(changed.body.detail, /version of its own/);
  const broken = await server.post("admin", "/api/v1/publications", { kind: "policies", text: "[[policy]]\nid = 3\n" });
  assert.equal(broken.body.code, "publication_unsound");
  assert.match(broken.body.detail, /policies:2:\d+: id/);

  await server.stop();
  server = await Server.start(world);
  assert.match(server.log, /a later publication is in force/);
  assert.equal((await explain(before.id)).body.calendar.version, "2026.2");
  const fresh = await openedTicket();
  assert.equal(ok(await explain((await milestone(fresh.number, "resolve")).id)).calendar.version, "2026.2");
});

test("what a start published with the city pack can still be applied to what is running", async () => {
  const { number } = await openedTicket();
  const before = await milestone(number, "resolve");
  await server.stop();
  // The week off of before is taken back.
  const shorter = calendarWith("2026.3", (text) => text);
  world.edit("calendars/china.toml", () => shorter);
  server = await Server.start(world);
  assert.match(server.log, /publishes calendar cn-demo 2026\.3/);
  assert.equal((await milestone(number, "resolve")).due_at, before.due_at);
  const wish = { kind: "calendar", text: shorter, note: "复工", recount: true };
  const preview = ok(await server.post("admin", "/api/v1/publications/preview", wish));
  const planned = preview.first.find((each) => each.milestone === before.id);
  const answer = await server.post("admin", "/api/v1/publications", wish);
  assert.equal(answer.status, 201, answer.text);
  assert.equal(answer.body.publication, undefined);
  let job;
  do job = ok(await server.get("supervisor", `/api/v1/jobs/${answer.body.job}`));
  while (job.state === "running");
  assert.equal(ok(await explain(before.id)).calendar.version, "2026.3");
  assert.equal((await milestone(number, "resolve")).due_at, planned.new_due_at);
  assert.ok(day(planned.new_due_at) < day(before.due_at));
});

test("new tickets follow a published policy at once and running ones keep theirs", async () => {
  const { number } = await openedTicket();
  const old = await milestone(number, "resolve");
  const text = policies.replace('version = "1"', 'version = "2"').replace('limit = "5wd"', 'limit = "2wd"');
  const published = await server.post("admin", "/api/v1/publications", { kind: "policies", text });
  assert.equal(published.status, 201, published.text);
  assert.equal(published.body.job, undefined);
  const fresh = await openedTicket();
  assert.equal((await milestone(fresh.number, "resolve")).limit, "2wd");
  assert.deepEqual(await milestone(number, "resolve"), { ...old, working_minutes_left: (await milestone(number, "resolve")).working_minutes_left });
  assert.equal(ok(await explain(old.id)).policy.version, "1");
  const list = ok(await server.get("admin", "/api/v1/publications")).items;
  assert.ok(list.some((each) => each.kind === "policies" && each.text === text));
});

test("a city pack that edits a published version does not start", async () => {
  await server.stop();
  const intact = readFileSync(join(world.dir, "config/calendars/china.toml"), "utf8");
  world.edit("calendars/china.toml", () => intact.replace('off = "02-15..02-23"', 'off = "02-15..02-22"'));
  const result = tryRun(["serve", "--config", world.config]);
  assert.equal(result.code, 2);
  assert.match(result.err, /china\.toml.*version of its own/);
  world.edit("calendars/china.toml", () => intact);
  server = await Server.start(world);
});

test("the auditor is well, tells its watcher so, and says it in the metrics", async () => {
  await watcher.until(() => true);
  let health;
  do health = await server.get(undefined, "/healthz/deadlines");
  while (health.body.at === null);
  assert.equal(health.status, 200);
  assert.equal(health.body.alarmed, false);
  const metrics = (await server.get(undefined, "/metrics")).text;
  assert.match(metrics, /^hotline_deadline_alarm 0$/m);
  assert.match(metrics, /^hotline_deadline_lag_seconds 0$/m);
});
