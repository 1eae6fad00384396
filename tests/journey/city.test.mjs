// What the console asks of the city, and what a broken configuration is told.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Server, World, tryRun } from "./support.mjs";

let world, server;
before(async () => {
  world = new World();
  server = await Server.start(world);
});
after(async () => {
  await server.stop();
  world.remove();
});

test("the city, the calendar and the duty roster can be read", async () => {
  const city = (await server.get("agent", "/api/v1/city")).body;
  for (const code of ["A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8", "A9"]) {
    assert.ok(city.districts.some((district) => district.code === code), code);
  }
  assert.ok(city.units.length >= 20);
  assert.equal(city.catalogue.filter((item) => item.parent === "").length, 15);
  const february = (await server.get("agent", "/api/v1/calendar?month=2026-02")).body;
  assert.equal(february.days.length, 28);
  assert.equal(february.days.find((day) => day.date === "2026-02-17").kind, "holiday");
  assert.equal(february.days.find((day) => day.date === "2026-02-14").kind, "make_up");
  const duty = (await server.get("leader", "/api/v1/duty?month=2026-12")).body;
  assert.ok(duty.slots.length >= 31 * 2);
  assert.deepEqual(duty.vacant, []);
  assert.equal((await server.get("agent", "/api/v1/duty/now")).body.vacant, false);
});

test("routing suggests a unit and says why", async () => {
  const answer = await server.post("agent", "/api/v1/routing/suggestion", {
    title: "A3区梅溪湖小区物业乱收停车费", body: "物业公司乱收费",
  });
  assert.equal(answer.status, 200);
  assert.equal(answer.body.district, "A3");
  assert.notEqual(answer.body.unit, "");
  assert.match(answer.body.explanation, /物业/);
  const nothing = await server.post("agent", "/api/v1/routing/suggestion", { title: "啊啊啊" });
  assert.equal(nothing.body.unit, "");
});

for (const [what, file, change, expected] of [
  ["a unit that does not exist", "demo/endpoints.toml", () => '[[endpoint]]\nid = "x"\nunit = "nobody"\nurl = "http://127.0.0.1:1/"\nsecret = "whsec_ZGVtbyBvbmx5OiBhMy1nb3YsIG5vdCBhIHNlY3JldCE="\n', /endpoints\.toml:3:\d+: .*nobody/],
  ["an unknown key", "demo/policies.toml", (text) => `colour = "red"\n${text}`, /policies\.toml:1:\d+: .*colour/],
  ["a syntax error", "demo/city.toml", (text) => text.replace('name = "A市"', "name = A市"), /city\.toml:\d+:\d+: /],
]) {
  test(`a broken city pack stops the start: ${what}`, async () => {
    const broken = new World();
    broken.edit(file, change);
    for (const command of ["check", "serve"]) {
      const result = tryRun([command, "--config", broken.config]);
      assert.equal(result.code, 2, command);
      assert.match(result.out + result.err, expected, command);
    }
    broken.remove();
  });
}
