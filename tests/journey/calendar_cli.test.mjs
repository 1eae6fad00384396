// The working calendar at a terminal. Its days are compared with a list that owes nothing to this product:
// HOTLINE_WORKDAYS_LIST (lines "2018-01-01 0"), else one derived here from the published holidays of
// ../shared/data/holidays.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { realData, root, tryRun } from "./support.mjs";

const day_ms = 24 * 3600 * 1000;

// "2018-01-01 0" for every day of the years: weekdays work, but for what the notices say.
function derived(directory, firstYear, lastYear) {
  const said = new Map();
  for (const file of readdirSync(directory).filter((name) => /^\d{4}\.json$/.test(name)))
    for (const { date, isOffDay } of JSON.parse(readFileSync(join(directory, file), "utf8")).days)
      said.set(date, isOffDay ? 0 : 1);
  const lines = [];
  for (let at = Date.UTC(firstYear, 0, 1); at < Date.UTC(lastYear + 1, 0, 1); at += day_ms) {
    const date = new Date(at).toISOString().slice(0, 10);
    const weekday = new Date(at).getUTCDay();
    lines.push(`${date} ${said.get(date) ?? (weekday >= 1 && weekday <= 5 ? 1 : 0)}`);
  }
  return lines;
}

function independentList() {
  const given = process.env.HOTLINE_WORKDAYS_LIST;
  if (given) return readFileSync(given, "utf8").trim().split("\n").map((line) => line.trim());
  const directory = realData("holidays");
  return directory && derived(directory, 2018, 2026);
}

test("working days equal an independent list on every day of 2018 to 2026", (context) => {
  const expected = independentList();
  if (!expected) return context.skip("no list of working days");
  const result = tryRun(["calendar", "days", "--from", "2018-01-01", "--to", "2026-12-31"]);
  assert.equal(result.code, 0, result.err);
  const found = result.out.trimEnd().split("\n");
  assert.equal(found.length, 3287);
  assert.equal(expected.length, 3287, "the list names every day once");
  assert.deepEqual(found.filter((line, i) => line !== expected[i]), []);
});

test("days of another calendar can be asked", () => {
  const result = tryRun(["calendar", "days", "--from", "2015-10-01", "--to", "2015-10-05", "--calendar", "config/calendars/weekdays.toml"]);
  assert.equal(result.out, "2015-10-01 1\n2015-10-02 1\n2015-10-03 0\n2015-10-04 0\n2015-10-05 1\n");
});

test("a limit's end is told, in days by the Civil Code, over the Spring Festival", () => {
  for (const [args, due] of [
    [["2026-02-13T16:00+08:00", "5wd"], "2026-02-27T17:30:00.000+08:00"],
    [["2026-02-13T08:00Z", "5wd"], "2026-02-27T17:30:00.000+08:00"],
    [["2026-02-13 16:00", "5wd"], "2026-02-27T17:30:00.000+08:00"],
    [["2026-02-13T16:00:30+08:00", "30min"], "2026-02-13T16:30:30.000+08:00"],
    [["2026-02-13T16:00+08:00", "4wh"], "2026-02-14T11:00:00.000+08:00"],
    [["2026-02-13T16:00+08:00", "5wd", "instant"], "2026-02-27T16:00:00.000+08:00"],
    [["2026-02-13T16:00+08:00", "5wd instant"], "2026-02-27T16:00:00.000+08:00"],
    [["2026-02-13T16:00+08:00", "same_day", "cutoff=15:00"], "2026-02-14T17:30:00.000+08:00"],
    [["2026-02-13T16:00+08:00", "7d"], "2026-02-24T17:30:00.000+08:00"],
    [["2026-02-13T23:30+08:00", "2h", "night=23:00-08:00"], "2026-02-14T10:00:00.000+08:00"],
  ]) {
    const result = tryRun(["calendar", "add", ...args]);
    assert.equal(result.out, `${due}\n`, args.join(" ") + result.err);
  }
  assert.match(tryRun(["calendar", "add", "2026-12-30T16:00+08:00", "5wd"]).out, /^2027-01-06T17:30:00\.000\+08:00 \(guessed/);
});

test("an end is explained by segments without gaps that add up", () => {
  const { out } = tryRun(["calendar", "add", "2026-02-13T16:00+08:00", "5wd", "--explain"]);
  const [due, ...segments] = out.trimEnd().split("\n").map((line) => line.split(" "));
  assert.equal(due[0], "2026-02-27T17:30:00.000+08:00");
  let at = "2026-02-13T16:00:00.000+08:00";
  let counted = 0;
  for (const [from, to, kind, amount] of segments) {
    assert.equal(from, at);
    at = to;
    if (kind === "counted") counted += Number(amount.replace("d", ""));
  }
  assert.equal(at, due[0]);
  assert.equal(counted, 5);
  assert.ok(segments.some(([, , kind, amount, name]) => kind === "holiday" && amount === "0d" && name === "春节"));
  assert.ok(segments.some(([, , kind]) => kind === "start_day"));
  const hours = tryRun(["calendar", "add", "2026-02-13T16:00+08:00", "4wh", "--explain"]).out;
  assert.match(hours, / counted 90min$/m);
  assert.match(hours, / counted 150min/m);
});

test("time between two instants is told as working time and as working days", () => {
  const between = (...args) => tryRun(["calendar", "between", ...args]);
  assert.equal(between("2026-02-13T16:00+08:00", "2026-02-24T09:00+08:00").out, "working time 570min\nworking days 2\n");
  assert.equal(between("2026-02-13T16:00:30+08:00", "2026-02-13T16:01+08:00").out, "working time 30s\nworking days 0\n");
});

test("wrong questions are answered by what is wrong, with exit code 2", () => {
  for (const [args, told] of [
    [["days", "--from", "2018-1-1", "--to", "2018-01-02"], /--from: expected a day such as 2026-02-13, found "2018-1-1"/],
    [["days", "--from", "2018-01-02", "--to", "2018-01-01"], /--to is before --from/],
    [["days", "--from", "1999-01-01", "--to", "2018-01-01"], /1999-01-01: calendar cn-demo \S+ does not hold this day/],
    [["days", "--from", "2018-01-01"], /--to is required/],
    [["days", "--from", "2018-01-01", "--to", "2018-01-01", "--calendar", "no-such.toml"], /no-such\.toml:1:1: expected a readable file/],
    [["add", "2026-02-13", "5wd"], /expected a time such as 2026-02-13T16:00\+08:00, found "2026-02-13"/],
    [["add", "2026-02-13T16:00+08:00", "5x"], /expected a time limit such as 5wd, found "5x": /],
    [["add", "2026-02-13T16:00+08:00"], /limit is required/],
    [["add", "1999-02-13T16:00+08:00", "5wd"], /1999-02-13: calendar/],
    [["add", "2032-06-01T16:00+08:00", "500wd"], /the count leaves the calendar/],
    [["between", "2026-02-13T16:00+08:00", "2026-02-13T15:00+08:00"], /the second time is before the first/],
    [[], /subcommand is required/],
  ]) {
    const result = tryRun(["calendar", ...args]);
    assert.equal(result.code, 2, args.join(" "));
    assert.match(result.err, told, args.join(" "));
    assert.equal(result.out, "");
  }
});
