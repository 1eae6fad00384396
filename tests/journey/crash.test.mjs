// kill -9 in the middle of a load, again and again: no acknowledged ticket is lost, none is doubled when
// clients try again with their key, and the journal folds to the rows every time.
//
// CYCLES (default 100) kills. Each cycle: clients post with keys of their own, the server is killed at a
// random moment, started again, and every request that got no answer is sent again with the same key.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Server, World, newTicket, tryRun } from "./support.mjs";

const cycles = Number(process.env.CYCLES ?? 100);
const clients = 8;
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);

// A small generator, so that a failing seed can be run again.
function random(state) {
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

let world;
before(() => (world = new World()));
after(() => world.remove());

test(`${cycles} kills lose nothing that was acknowledged (seed ${seed})`, async () => {
  const next = random(seed);
  const acknowledged = new Map(); // key -> number
  let unanswered = [];
  let serial = 0;
  for (let cycle = 0; cycle < cycles; ++cycle) {
    const server = await Server.start(world);
    let killed = false;
    const post = async (key) => {
      try {
        const answer = await server.post("agent", "/api/v1/tickets", newTicket({ title: `工单 ${key}` }), { "idempotency-key": key });
        if (answer.status === 503) return false;
        assert.equal(answer.status, 201, answer.text);
        const before = acknowledged.get(key);
        assert.ok(before === undefined || before === answer.body.number, `${key} was given two numbers`);
        acknowledged.set(key, answer.body.number);
        return true;
      } catch (error) {
        if (!killed || error instanceof assert.AssertionError) throw error;
        return false;
      }
    };
    const again = unanswered;
    unanswered = [];
    const client = async () => {
      while (!killed) {
        const key = again.pop() ?? `crash-${++serial}`;
        if (!(await post(key))) unanswered.push(key);
      }
    };
    const running = Array.from({ length: clients }, client);
    // The moment is in the load's hands, not the clock's: after a random number of acknowledgements.
    const enough = acknowledged.size + 1 + Math.floor(next() * 60);
    while (acknowledged.size < enough) await new Promise(setImmediate);
    killed = true;
    await server.kill();
    await Promise.all(running);
    unanswered.push(...again);
    const verified = tryRun(["verify", "--config", world.config]);
    assert.equal(verified.code, 0, `cycle ${cycle}: ${verified.out}${verified.err}`);
  }
  await checkAll(acknowledged, unanswered);
});

// Every acknowledged number is there with its own title, and every key stands for exactly one ticket.
async function checkAll(acknowledged, unanswered) {
  const server = await Server.start(world);
  for (const key of unanswered) {
    const answer = await server.post("agent", "/api/v1/tickets", newTicket({ title: `工单 ${key}` }), { "idempotency-key": key });
    assert.equal(answer.status, 201);
    acknowledged.set(key, answer.body.number);
  }
  const titles = new Map();
  let cursor = "";
  do {
    const page = (await server.get("admin", `/api/v1/tickets?limit=200${cursor && `&cursor=${cursor}`}`)).body;
    for (const { number, title } of page.items) titles.set(number, title);
    cursor = page.next ?? "";
  } while (cursor);
  assert.equal(titles.size, acknowledged.size, "as many tickets as keys");
  for (const [key, number] of acknowledged) assert.equal(titles.get(number), `工单 ${key}`);
  console.log(`${cycles} kills, ${acknowledged.size} tickets, 0 lost, 0 doubled`);
  await server.stop();
}
