// Real requests come in once and come back byte for byte.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Server, World, realData, root, run, tryRun } from "./support.mjs";

const counts = (out) => out.match(/read (\d+), added (\d+), already there (\d+), refused (\d+)/).slice(1).map(Number);

test("3,008 real messages: all in, byte-equal, and a second run adds nothing", async (t) => {
  const file = realData("requests/messages.jsonl");
  if (!file) return t.skip();
  const world = new World();
  const args = ["import", "--config", world.config, file];
  assert.deepEqual(counts(run(args)), [3008, 3008, 0, 0]);
  assert.deepEqual(counts(run(args)), [3008, 0, 3008, 0]);
  const server = await Server.start(world);
  for (const line of readFileSync(file, "utf8").trimEnd().split("\n")) {
    const message = JSON.parse(line);
    const list = await server.get("admin", `/api/v1/tickets?source=messages&external_id=${message.id}`);
    assert.equal(list.body.items.length, 1);
    const { body: ticket } = await server.get("admin", `/api/v1/tickets/${list.body.items[0].number}`);
    assert.equal(ticket.title, message.title);
    assert.equal(ticket.body, message.body);
    assert.equal(ticket.caller.name, message.user);
    assert.equal(Date.parse(ticket.received_at), Date.parse(message.created_at));
  }
  await server.stop();
  assert.equal(tryRun(["verify", "--config", world.config]).code, 0);
  world.remove();
});

test("10,000 rows of San Francisco's open data come in by a column mapping", async (t) => {
  const file = realData("311/sf_311_10000.csv");
  if (!file) return t.skip();
  const world = new World();
  const args = ["import", "--config", world.config, "--mapping", join(root, "config/import/sf311.toml"), file];
  assert.deepEqual(counts(run(args)), [10000, 10000, 0, 0]);
  assert.deepEqual(counts(run(args)), [10000, 0, 10000, 0]);
  const server = await Server.start(world);
  const { body } = await server.get("admin", "/api/v1/tickets?source=sf311&external_id=6078653");
  assert.equal(body.items[0].title, "Odor / Odor From_catch_basin");
  assert.equal(Date.parse(body.items[0].received_at), Date.parse("2016-07-13T15:11:07Z"));
  await server.stop();
  world.remove();
});

test("bad lines are reported with their reasons and the rest comes in", () => {
  const world = new World();
  const file = join(world.dir, "bad.jsonl");
  const good = { id: "1", title: "路灯不亮", body: "夜间看不见", user: "甲", created_at: "2020-01-07T21:31:53+08:00" };
  writeFileSync(file, [JSON.stringify(good), "{not json", JSON.stringify({ ...good, id: "2", created_at: "yesterday" }),
    JSON.stringify({ ...good, id: "3", title: "" }), JSON.stringify({ ...good, id: "" }), JSON.stringify({ ...good, id: "4", title: "长".repeat(201) }),
    JSON.stringify({ id: "5" }), JSON.stringify({ ...good, id: "6" })].join("\n") + "\n");
  const result = tryRun(["import", "--config", world.config, file]);
  assert.equal(result.code, 1);
  assert.deepEqual(counts(result.out), [8, 2, 0, 6]);
  for (const expected of [/line 2: unreadable/, /line 3: invalid at created_at/, /line 4 \(3\): required at \/title/,
    /line 5: required at external_id/, /line 6 \(4\): too_long at \/title/, /line 7: missing_column/]) {
    assert.match(result.out, expected);
  }
  world.remove();
});
