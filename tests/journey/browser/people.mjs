// The browser and the people in it: one context each, as on desks of their own. Watches what a good page
// never does: errors on the console and requests to foreign hosts.
import { existsSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(new URL("../../../console/package.json", import.meta.url));
const { chromium } = require("playwright-core");

export const baseUrl = (process.env.BASE_URL ?? "http://127.0.0.1:8080").replace(/\/$/, "");
const shotsDir = process.env.HOTLINE_SHOTS ?? "";
const chromiumPath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const waitMs = Number(process.env.HOTLINE_WAIT_MS ?? 20_000);

// Playwright gives the browser a fresh profile directory of its own and removes it.
const flags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export function tokenOf(role) {
  const token = process.env[`HOTLINE_TOKEN_${role.toUpperCase()}`];
  if (!token) throw new Error(`HOTLINE_TOKEN_${role.toUpperCase()} is not set`);
  return token;
}

// Tokens of units: every HOTLINE_TOKEN_UNIT_*, in the order of their names.
export const unitTokens = () =>
  Object.keys(process.env)
    .filter((name) => name.startsWith("HOTLINE_TOKEN_UNIT_"))
    .sort()
    .map((name) => process.env[name]);

export async function ask(token, path) {
  const response = await fetch(`${baseUrl}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

export class House {
  complaints = []; // console errors and page errors nobody expected
  foreign = []; // requests to another host than ours

  async open() {
    if (!existsSync(chromiumPath)) throw new Error(`no browser at ${chromiumPath}; set CHROMIUM`);
    if (shotsDir) mkdirSync(shotsDir, { recursive: true });
    this.browser = await chromium.launch({ executablePath: chromiumPath, args: flags });
  }

  close = () => this.browser?.close();

  // Somebody sits down at a desk of their own. `expected` are console errors that belong to the story.
  async seat(name, options = {}) {
    const { viewport = { width: 1366, height: 768 }, expected } = options;
    const context = await this.browser.newContext({ viewport, locale: "zh-CN", colorScheme: "light" });
    const page = await context.newPage();
    page.setDefaultTimeout(waitMs);
    const own = new URL(baseUrl).host;
    page.on("request", (request) => {
      const { host, protocol } = new URL(request.url());
      if (!["data:", "blob:"].includes(protocol) && host !== own) this.foreign.push(request.url());
    });
    page.on("websocket", (socket) => {
      if (new URL(socket.url()).host !== own) this.foreign.push(socket.url());
    });
    page.on("console", (message) => {
      if (message.type() !== "error" || expected?.test(message.text())) return;
      this.complaints.push(`${name}: ${message.text()} (${message.location().url})`);
    });
    page.on("pageerror", (error) => this.complaints.push(`${name}: ${error.stack ?? error}`));
    return page;
  }

  async signedIn(name, token, options) {
    const page = await this.seat(name, options);
    await page.goto(baseUrl);
    await page.getByTestId("token").fill(token);
    await page.getByTestId("enter").click();
    await page.getByTestId("who").waitFor();
    await page.locator("[data-test=feed][data-state=live]").waitFor();
    return page;
  }
}

export async function shot(page, name) {
  if (shotsDir) await page.screenshot({ path: join(shotsDir, `${name}.png`) });
}

const { selectors } = require("playwright-core");
selectors.setTestIdAttribute("data-test");
