// The ledger of a replay equals an independent count from the raw file.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { World, realData, run } from "./support.mjs";

const dayMs = 86_400_000;
const dayOf = (time) => Math.floor((Date.parse(time) + 8 * 3_600_000) / dayMs); // civil day in China
const dateOf = (day) => new Date(day * dayMs).toISOString().slice(0, 10);

// Working days from the State Council's notices, counted here without the product's code.
function workingDays() {
  const special = new Map();
  for (let year = 2018; year <= 2026; ++year) {
    const file = realData(`holidays/${year}.json`);
    for (const { date, isOffDay } of JSON.parse(readFileSync(file, "utf8")).days) special.set(date, !isOffDay);
  }
  return (day, weekdaysOnly) => {
    const weekday = (day + 4) % 7; // 1970-01-01 was a Thursday; 0 is Sunday
    const usual = weekday !== 0 && weekday !== 6;
    return weekdaysOnly ? usual : special.get(dateOf(day)) ?? usual;
  };
}

// Civil Code: the day of receipt is not counted, the limit ends at 17:30 of its last working day.
function onTime(request, days, works, weekdaysOnly) {
  let day = dayOf(request.created_at);
  for (let left = days; left > 0; ) if (works(++day, weekdaysOnly)) --left;
  return Date.parse(request.replied_at) <= day * dayMs - 8 * 3_600_000 + 17.5 * 3_600_000;
}

test("1,958 real requests: the ledger equals an independent count, twice the same bytes", (t) => {
  const file = realData("requests/replies.jsonl");
  if (!file) return t.skip();
  const world = new World();
  const args = ["replay", "--config", world.config, "--json", "--quiet", file];
  const out = run(args);
  const ledger = JSON.parse(out);
  const requests = readFileSync(file, "utf8").trimEnd().split("\n").map((line) => JSON.parse(line));
  const works = workingDays();
  const since = requests.filter((request) => request.created_at >= "2018-01-01");
  const before = requests.filter((request) => request.created_at < "2018-01-01");
  assert.equal(ledger.requests, requests.length);
  assert.equal(ledger.since, "2018-01-01");
  assert.equal(ledger.counted, since.length);
  assert.equal(ledger.before.requests, before.length);
  for (const [index, days] of [5, 15, 15].entries()) {
    const expected = since.filter((request) => onTime(request, days, works, false)).length;
    assert.equal(ledger.limits[index].working_days, days);
    assert.equal(ledger.limits[index].on_time, expected, `${days} working days`);
    assert.equal(ledger.limits[index].late, since.length - expected);
    const earlier = before.filter((request) => onTime(request, days, works, true)).length;
    assert.equal(ledger.before.limits[index].on_time, earlier, `${days} weekdays`);
  }
  const units = Object.values(ledger.units);
  assert.equal(units.reduce((sum, unit) => sum + unit.requests, 0), since.length);
  for (const index of [0, 1, 2]) {
    assert.equal(units.reduce((sum, unit) => sum + unit.limits[index].on_time, 0), ledger.limits[index].on_time);
  }
  assert.equal(run(args), out);
  world.remove();
});
