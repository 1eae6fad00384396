// Policy files: `hotline check policy` at a terminal, and the schemas that editors use, asked of a public
// validator.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { World, root, tryRun } from "./support.mjs";

const { default: Ajv } = await import("ajv");
const { parse } = await import("smol-toml");

const config = join(root, "config");
const dir = mkdtempSync(join(tmpdir(), "hotline-policy-"));
after(() => rmSync(dir, { recursive: true, force: true }));

const tomlFiles = (folder) =>
  existsSync(join(config, folder)) ? readdirSync(join(config, folder)).filter((name) => name.endsWith(".toml")).map((name) => join(config, folder, name)) : [];
const regimes = tomlFiles("regimes");
const calendars = tomlFiles("calendars");
const demoPolicies = join(config, "demo/policies.toml");

const regime = readFileSync(demoPolicies, "utf8").replace(
  "[[policy]]",
  `calendars = ["${config}/calendars/china.toml", "${config}/calendars/weekdays.toml"]\n[[policy]]`,
);

function check(text, ...args) {
  const file = join(dir, "policy.toml");
  writeFileSync(file, text);
  const result = tryRun(["check", "policy", file, ...args]);
  return { ...result, out: result.out.replaceAll(file, "policy.toml") };
}

test("a sound file is fine: its policies and examples are counted", () => {
  const result = check(regime);
  assert.equal(result.code, 0, result.out + result.err);
  assert.match(result.out, /^policy\.toml: 3 policies, \d+ examples, fine\n$/);
});

test("a file that stands alone can be checked for a city", () => {
  assert.equal(check(regime, "--city", join(config, "demo")).code, 0);
  const elsewhere = regime.replace('urgencies = ["urgent"', 'districts = ["B1"], urgencies = ["urgent"');
  assert.equal(check(elsewhere).code, 1, "the examples no longer find their policy");
  assert.match(check(elsewhere, "--city", join(config, "demo")).out, /^policy\.toml:\d+:\d+: districts: expected the code of a district, found "B1"\n$/);
});

test("what is wrong is told with file, line and column, all at once", () => {
  const result = check(regime.replace('limit = "24h"', 'limit = "24"').replace("priority = 10", "priority = true"));
  assert.equal(result.code, 1);
  const lines = result.out.trimEnd().split("\n");
  assert.equal(lines.length, 2, result.out);
  assert.match(lines[0], /^policy\.toml:\d+:9: limit: expected a time limit such as "5wd", found "24"/);
  assert.match(lines[1], /^policy\.toml:\d+:12: priority: expected a whole number from -1000 to 1000, found true$/);
  assert.match(check('id = "x').out, /^policy\.toml:1:\d+: expected TOML, found: /);
  assert.match(tryRun(["check", "policy", join(dir, "none.toml")]).out, /none\.toml:1:1: expected a readable file, found none/);
});

test("contradictions are found by check: two policies for one ticket", () => {
  const result = check(regime.replace("priority = 10", "priority = 0"));
  assert.equal(result.code, 1);
  assert.match(result.out, /^policy\.toml:\d+:1: .*urgent 2026\.1: has the priority of city-default 2026\.1 and both could apply.*line \d+\)$/m);
});

test("an example that goes otherwise is told with what was found", () => {
  const result = check(regime.replace("resolve due 2026-02-27 17:30", "resolve due 2026-02-26 17:30"));
  assert.equal(result.code, 1);
  assert.match(result.out, /^policy\.toml:\d+:5: example "[^"]+": expected resolve due 2026-02-26 17:30, found due 2026-02-27 17:30\n$/);
});

test("the check of a city runs the examples of its policies", () => {
  const world = new World();
  assert.equal(tryRun(["check", "--config", world.config]).code, 0);
  world.edit("demo/policies.toml", (text) => text.replace("expect policy urgent", "expect policy other"));
  const result = tryRun(["check", "--config", world.config]);
  assert.equal(result.code, 2);
  assert.match(result.out, /policies\.toml:\d+:5: example "[^"]+": expected policy other, found urgent/);
  world.remove();
});

for (const file of regimes)
  test(`the shipped regime is fine: ${file.slice(config.length + 1)}`, () => {
    const result = tryRun(["check", "policy", file]);
    assert.equal(result.code, 0, result.out + result.err);
    assert.doesNotMatch(result.out, / 0 examples/);
  });

// ---- schemas ----

const ajv = new Ajv({ allErrors: true });
const schema = (name) => ajv.compile(JSON.parse(readFileSync(join(config, "schema", name), "utf8")));
const policySchema = schema("policies.schema.json");
const calendarSchema = schema("calendar.schema.json");
// As editors do, with dates as their text.
const document = (text) => JSON.parse(JSON.stringify(parse(text)));

test("every shipped policy and calendar file fits its schema and names it", () => {
  assert.ok(calendars.length >= 2);
  for (const [files, validate, name] of [[[demoPolicies, ...regimes], policySchema, "policies"], [calendars, calendarSchema, "calendar"]]) {
    for (const file of files) {
      const text = readFileSync(file, "utf8");
      assert.ok(validate(document(text)), `${file}: ${JSON.stringify(validate.errors)}`);
      assert.match(text, new RegExp(`^#:schema \\.\\./schema/${name}\\.schema\\.json\n`), file);
    }
  }
});

// Each row breaks a sound file; neither the schema nor the command may take it.
const brokenPolicies = [
  ['limit = "24h"', "limit = 24"],
  ['limit = "24h"', 'limit = "24 hours"'],
  ['limit = "24h"', 'limit = "0h"'],
  ['limit = "24h"', 'limit = "24h sometimes"'],
  ['limit = "24h"', 'amount = 24\nunit = "hours"'],
  ['kind = "contact"', 'kind = "return_window"'],
  ['start = "dispatched"', 'start = "sent"'],
  ['do = "warn_yellow"', 'do = "overdue"'],
  ['do = "warn_yellow"', "do = []"],
  ['at = "75%"', 'at = "100%"'],
  ['at = "-1wd"', 'at = "1wd"'],
  ["priority = 10", 'priority = "10"'],
  ["priority = 10", ""],
  ["priority = 10", "priority = 1001"],
  ["effective_from = 2018-01-01", 'effective_from = "New Year"'],
  ['urgencies = ["urgent"', 'urgencies = ["hurry"'],
  ["when = { urgencies", "when = { urgency"],
  ["extension = { steps = [{ max_working_days = 10 }] }", "extension = { max_working_days = 10, max_times = 1 }"],
  ["extension = { steps = [{ max_working_days = 10 }] }", 'extension = { steps = [{ max_working_days = 10, approver = "system" }] }'],
  ['return = { window = "2wd" }', "return_window_working_days = 2"],
  ["[[example]]", "[[exmaple]]"],
  ['"2026-02-13 16:00 open"', '"today open"'],
  ["request = {", "request = { colour = 1,"],
];
test("what the policies schema refuses, the command refuses", () => {
  for (const [from, to] of brokenPolicies) {
    assert.ok(regime.includes(from), from);
    const broken = regime.replace(from, to);
    assert.equal(policySchema(document(broken)), false, to);
    assert.equal(check(broken).code, 1, to);
  }
});

const brokenCalendars = [
  ['version = "2026.1"', "version = 2026"],
  ["known_to_year = 2026", ""],
  ['utc_offset = "+08:00"', 'utc_offset = "8"'],
  ['"08:30-12:00"', '"8:30-12:00"'],
  ["monday ", "mondays "],
  ['off = "02-15..02-21"', 'off = "02-15 to 02-21"'],
  ['work = ["02-11", "02-24"]', 'work = "02-11"'],
  ['name = "春节", ', ""],
  ["[[year]]\nyear = 2018", "[[years]]\nyear = 2018"],
];
test("what the calendar schema refuses, the command refuses", () => {
  const sound = readFileSync(join(config, "calendars/china.toml"), "utf8");
  for (const [from, to] of brokenCalendars) {
    assert.ok(sound.includes(from), from);
    const broken = sound.replace(from, to);
    assert.equal(calendarSchema(document(broken)), false, to);
    const file = join(dir, "calendar.toml");
    writeFileSync(file, broken);
    const result = tryRun(["calendar", "days", "--from", "2026-01-01", "--to", "2026-01-01", "--calendar", file]);
    assert.equal(result.code, 2, to);
    assert.match(result.err, /calendar\.toml:\d+:\d+: /);
  }
});
