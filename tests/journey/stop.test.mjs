// SIGTERM under load: what was answered is there, nothing is cut in the middle, the exit code is 0.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Server, World, newTicket, tryRun } from "./support.mjs";

test("a stop under load answers what it accepted and loses nothing", async () => {
  const world = new World();
  const server = await Server.start(world);
  const numbers = [];
  let open = true;
  const client = async () => {
    while (open) {
      try {
        const answer = await server.post("agent", "/api/v1/tickets", newTicket());
        if (answer.status === 201) numbers.push(answer.body.number);
        else assert.equal(answer.status, 503);
      } catch {
        open = false; // the connection was refused: the door is closed
      }
    }
  };
  const running = Array.from({ length: 16 }, client);
  while (numbers.length < 200) await new Promise(setImmediate);
  assert.deepEqual(await server.stop(), { code: 0, signal: null });
  open = false;
  await Promise.all(running);
  assert.equal(tryRun(["verify", "--config", world.config]).code, 0);
  const again = await Server.start(world);
  for (const number of numbers.slice(-50)) {
    assert.equal((await again.get("agent", `/api/v1/tickets/${number}`)).status, 200);
  }
  await again.stop();
  world.remove();
});

test("a second server on the same data directory does not start", async () => {
  const world = new World();
  const server = await Server.start(world);
  const second = tryRun(["serve", "--config", world.config]);
  assert.equal(second.code, 2);
  assert.match(second.err, /lock|another process/i);
  await server.stop();
  world.remove();
});
