// What every journey needs: a world of its own (configuration, data, tokens in a temporary directory), the
// server as a process, a department that receives webhooks, and HTTP calls. Journeys know the binary and
// the API, nothing else.
import { spawn, execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
export const binary = process.env.HOTLINE_BINARY ?? join(root, "build/dev/hotline");
export const sharedData = resolve(root, "../shared/data");

// The path of a file of real data, or undefined with a printed reason: such tests skip.
export function realData(path) {
  const full = join(sharedData, path);
  if (existsSync(full)) return full;
  console.log(`skipped: ${full} is not here`);
  return undefined;
}

export function run(args, options = {}) {
  return execFileSync(binary, args, { encoding: "utf8", cwd: root, stdio: ["ignore", "pipe", "pipe"], ...options });
}

// Runs a command that may fail; gives its exit code and output.
export function tryRun(args) {
  try {
    return { code: 0, out: run(args), err: "" };
  } catch (error) {
    return { code: error.status, out: error.stdout ?? "", err: error.stderr ?? "" };
  }
}

export const people = [
  { key: "agent", role: "agent", name: "话务员甲" },
  { key: "dispatcher", role: "dispatcher", name: "派单员乙" },
  { key: "visitor", role: "visitor", name: "回访员丙" },
  { key: "supervisor", role: "supervisor", name: "督办员丁" },
  { key: "leader", role: "leader", name: "值班领导戊" },
  { key: "admin", role: "admin", name: "管理员己" },
  { key: "a3", role: "unit", name: "A3区联络员", unit: "a3-gov" },
  { key: "water", role: "unit", name: "水务联络员", unit: "water" },
];

// A directory with the demo city, tokens for everybody, and no data yet.
export class World {
  constructor({ webhookUrl, settings = "" } = {}) {
    this.dir = mkdtempSync(join(tmpdir(), "hotline-journey-"));
    cpSync(join(root, "config"), join(this.dir, "config"), { recursive: true });
    this.data = join(this.dir, "data");
    this.config = join(this.dir, "config/server.toml");
    this.tokensFile = join(this.dir, "tokens.toml");
    writeFileSync(
      this.config,
      `[listen]\naddress = "127.0.0.1"\nport = 0\nio_threads = ${process.env.HOTLINE_IO_THREADS ?? 1}\n\n[paths]\ndata_dir = "../data"\ncity_dir = "demo"\n` +
        `tokens_file = "../tokens.toml"\n\n${settings}`,
    );
    if (webhookUrl) this.edit("demo/endpoints.toml", (text) => text.replaceAll("http://127.0.0.1:8090/hook", webhookUrl));
    else writeFileSync(join(this.dir, "config/demo/endpoints.toml"), "");
    this.tokens = {};
    for (const { key, role, name, unit } of people) {
      const args = ["token", "--config", this.config, "--role", role, "--name", name];
      this.tokens[key] = run(unit ? [...args, "--unit", unit] : args).trim();
    }
  }

  edit(file, change) {
    const path = join(this.dir, "config", file);
    writeFileSync(path, change(readFileSync(path, "utf8")));
  }

  secretOf(endpoint) {
    const text = readFileSync(join(this.dir, "config/demo/endpoints.toml"), "utf8");
    return text.match(new RegExp(`id = "${endpoint}"[^[]*secret = "(whsec_[^"]+)"`))[1];
  }

  remove() {
    rmSync(this.dir, { recursive: true, force: true });
  }
}

// The server as a process.
export class Server {
  static async start(world, { args = [], env = {} } = {}) {
    const server = new Server();
    server.world = world;
    server.log = "";
    server.process = spawn(binary, ["serve", "--config", world.config, ...args], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    server.process.stderr.setEncoding("utf8").on("data", (text) => (server.log += text));
    server.exited = new Promise((done) => server.process.on("exit", (code, signal) => done({ code, signal })));
    server.base = await new Promise((ready, failed) => {
      let out = "";
      server.process.stdout.setEncoding("utf8").on("data", (text) => {
        out += text;
        const found = out.match(/^ready (http:\S+)$/m);
        if (found) ready(found[1]);
      });
      server.exited.then((how) => failed(new Error(`the server ended: ${JSON.stringify(how)}\n${server.log}`)));
    });
    return server;
  }

  async stop() {
    this.process.kill("SIGTERM");
    return this.exited;
  }

  async kill() {
    this.process.kill("SIGKILL");
    return this.exited;
  }

  // One call as `who`; gives {status, body, headers}. The body is parsed when it is JSON.
  async call(who, method, path, body, headers = {}) {
    const response = await fetch(this.base + path, {
      method,
      headers: {
        ...(who ? { authorization: `Bearer ${this.world.tokens[who]}` } : {}),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      body: body === undefined ? undefined : typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body),
    });
    const text = await response.text();
    const isJson = (response.headers.get("content-type") ?? "").includes("json");
    return { status: response.status, headers: response.headers, text, body: isJson && text ? JSON.parse(text) : undefined };
  }

  get(who, path) {
    return this.call(who, "GET", path);
  }
  post(who, path, body = {}, headers = {}) {
    return this.call(who, "POST", path, body, headers);
  }
}

// A department's own system: keeps every webhook it gets; `answer` decides the status.
export class Department {
  static async open(answer = () => 204) {
    const department = new Department();
    department.received = [];
    department.waiting = [];
    department.server = http.createServer((request, response) => {
      const chunks = [];
      request.on("data", (chunk) => chunks.push(chunk));
      request.on("end", () => {
        const webhook = { headers: request.headers, body: Buffer.concat(chunks).toString("utf8") };
        const status = answer(webhook, department.received.length);
        webhook.status = status;
        department.received.push(webhook);
        response.writeHead(status).end();
        for (const check of department.waiting) check();
      });
    });
    await new Promise((ready) => department.server.listen(0, "127.0.0.1", ready));
    department.url = `http://127.0.0.1:${department.server.address().port}/hook`;
    return department;
  }

  // Resolves with the first webhook that fits, also one that came already.
  until(fits, seconds = 20) {
    return eventually(() => this.received.find(fits), this.waiting, seconds);
  }

  close() {
    this.server.closeAllConnections?.();
    return new Promise((done) => this.server.close(done));
  }
}

// Resolves when `find` gives something; it is asked again whenever one of `waiting` is called.
function eventually(find, waiting, seconds) {
  return new Promise((found, failed) => {
    const timer = setTimeout(() => failed(new Error(`nothing came within ${seconds} s`)), seconds * 1000);
    const check = () => {
      const result = find();
      if (result === undefined) return;
      clearTimeout(timer);
      waiting.splice(waiting.indexOf(check), 1);
      found(result);
    };
    waiting.push(check);
    check();
  });
}

// The live feed of one console.
export class Feed {
  static async open(server, who, after) {
    const { default: WebSocket } = await import("ws");
    const feed = new Feed();
    feed.frames = [];
    feed.waiting = [];
    const query = after === undefined ? "" : `?after=${after}`;
    feed.socket = new WebSocket(server.base.replace("http", "ws") + "/api/v1/events" + query, [
      "hotline.v1",
      `bearer.${server.world.tokens[who]}`,
    ]);
    feed.socket.on("message", (text) => {
      feed.frames.push(JSON.parse(text));
      for (const check of feed.waiting) check();
    });
    await new Promise((open, failed) => feed.socket.on("open", open).on("error", failed));
    return feed;
  }

  until(fits, seconds = 10) {
    return eventually(() => this.frames.find(fits), this.waiting, seconds);
  }

  close() {
    this.socket.close();
  }
}

export const newTicket = (extra = {}) => ({
  channel: "phone",
  kind: "complaint",
  title: "A3区梅溪湖小区物业乱收停车费",
  body: "梅溪湖街道某小区物业公司未经业主同意提高停车费，多次反映没有结果。",
  place: "A3区梅溪湖街道",
  caller: { name: "张三", phone: "13800138000", address: "A3区梅溪湖街道1号" },
  ...extra,
});
