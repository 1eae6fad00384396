// Starts a server of its own on the demo city with the built console, and walks the browser journey on it.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { Server, World, root } from "../support.mjs";

const world = new World();
const server = await Server.start(world, { args: ["--console", join(root, "console/dist")] });
const tokens = {
  HOTLINE_TOKEN_AGENT: world.tokens.agent,
  HOTLINE_TOKEN_DISPATCHER: world.tokens.dispatcher,
  HOTLINE_TOKEN_VISITOR: world.tokens.visitor,
  HOTLINE_TOKEN_SUPERVISOR: world.tokens.supervisor,
  HOTLINE_TOKEN_LEADER: world.tokens.leader,
  HOTLINE_TOKEN_UNIT_A3: world.tokens.a3,
  HOTLINE_TOKEN_UNIT_WATER: world.tokens.water,
};
const journey = spawn(process.execPath, [join(root, "tests/journey/browser/journey.mjs")], {
  stdio: "inherit",
  env: { ...process.env, ...tokens, BASE_URL: server.base },
});
const code = await new Promise((done) => journey.on("exit", done));
await server.stop();
world.remove();
process.exit(code ?? 1);
