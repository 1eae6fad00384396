// A day of the console in a real browser: an agent, a dispatcher, a unit and a visitor work on the same
// tickets, each in a context of their own, against a running server.
//
//   BASE_URL=http://127.0.0.1:8080 HOTLINE_TOKEN_AGENT=... HOTLINE_TOKEN_DISPATCHER=... HOTLINE_TOKEN_VISITOR=... \
//   HOTLINE_TOKEN_UNIT_HOUSING=... [HOTLINE_TOKEN_SUPERVISOR=...] [HOTLINE_SHOTS=DIR] node tests/journey/browser/journey.mjs
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { contrastFailures } from "./contrast.mjs";
import { ask, baseUrl, House, shot, tokenOf, unitTokens } from "./people.mjs";
import * as actions from "./every_action.mjs";
import * as steps from "./steps.mjs";

const house = new House();
const mark = Date.now().toString(36); // tells the tickets of this run from all others
const titles = {
  whole: `小区电梯停运三天 ${mark}`,
  lost: `站牌倒伏 ${mark}`,
  missed: `窨井冒水 ${mark}`,
  returned: `路灯不亮 ${mark}`,
  clash: `井盖破损 ${mark}`,
  keys: `自来水停水 ${mark}`,
};
let agent, dispatcher, unit, unitMe;

before(async () => {
  const [unitToken] = unitTokens();
  assert.ok(unitToken, "HOTLINE_TOKEN_UNIT_<code> is not set");
  unitMe = await ask(unitToken, "/me");
  await house.open();
  agent = await house.signedIn("agent", tokenOf("agent"));
  dispatcher = await house.signedIn("dispatcher", tokenOf("dispatcher"), { expected: /status of 412/ });
  unit = await house.signedIn("unit", unitToken, { expected: /status of 409/ });
});
after(() => house.close());

test("a wrong token is refused in words and keeps nobody out for good", async () => {
  const page = await house.seat("stranger", { expected: /status of 401/ });
  await page.goto(baseUrl);
  await page.getByTestId("token").fill("not-a-token");
  await page.getByTestId("enter").click();
  await page.getByRole("alert").filter({ hasText: "令牌无效" }).waitFor();
  await shot(page, "00-sign-in");
  await page.context().close();
});

test("a draft survives a reload of the tab and the suggestion comes while typing", async () => {
  await steps.fillNewTicket(agent, {
    title: titles.whole,
    body: "老人上下楼困难，物业多次推诿，要求尽快修复。",
    dispatch: "manual",
  });
  await agent.locator("[data-test=suggestion][data-state=ready]").waitFor();
  await shot(agent, "01-new-ticket");
  await agent.reload();
  await agent.locator("[data-test=feed][data-state=live]").waitFor();
  assert.equal(await agent.getByTestId("title").inputValue(), titles.whole);
});

test("a ticket goes from the call to the close, live on every desk", async (t) => {
  let number;

  await t.test("a double click on submit opens exactly one ticket", async () => {
    await agent.getByTestId("submit").dblclick();
    await agent.getByTestId("ticket").waitFor();
    number = await steps.numberOf(agent);
    const { items } = await ask(tokenOf("agent"), "/tickets?limit=50");
    assert.deepEqual(
      items.filter((one) => one.title === titles.whole).map((one) => one.number),
      [number],
    );
    assert.equal(await steps.stageOf(agent), "awaiting_dispatch");
    await shot(agent, "02-opened");
  });

  await t.test("the dispatcher sees it behind the bar, not under the cursor, and dispatches it", async () => {
    await dispatcher.getByTestId("fresh").waitFor();
    assert.equal(await steps.rowOf(dispatcher, number).count(), 0);
    await shot(dispatcher, "03-fresh-bar");
    await steps.openFromFreshBar(dispatcher, number);
    await dispatcher.getByTestId("action-dispatch").click();
    await steps.choose(dispatcher, "field-lead", unitMe.unit_name);
    await shot(dispatcher, "04-dispatch");
    await dispatcher.getByTestId("confirm").click();
    await steps.reaches(dispatcher, "handling");
    await steps.reaches(agent, "handling");
  });

  await t.test("a limit says why it ends when it does, by keyboard, and its parts add up", async () => {
    const { milestones } = await ask(tokenOf("dispatcher"), `/tickets/${number}`);
    const resolve = milestones.find((one) => one.kind === "resolve");
    const { text, counted, required, segments } = await ask(
      tokenOf("dispatcher"),
      `/milestones/${resolve.id}/explanation`,
    );
    assert.equal(counted, required);
    const opener = dispatcher.locator("[data-test=limit][data-kind=resolve]").getByTestId("explain");
    await opener.focus();
    await dispatcher.keyboard.press("Enter");
    await dispatcher.getByTestId("explanation-text").waitFor();
    assert.equal(await dispatcher.getByTestId("explanation-text").innerText(), text.zh);
    assert.deepEqual(
      await dispatcher.getByTestId("segment").evaluateAll((all) => all.map((one) => one.firstChild.textContent)),
      segments.map((one) => one.text.zh),
    );
    assert.equal(
      await dispatcher.getByTestId("explanation-sum").innerText(),
      `计入 ${counted} 天，时限 ${required} 天`,
    );
    await shot(dispatcher, "04-explanation");
    assert.deepEqual(await contrastFailures(dispatcher), []);
    await dispatcher.keyboard.press("Escape");
    await dispatcher.getByTestId("explanation-text").waitFor({ state: "detached" });
    assert.ok(await opener.evaluate((one) => one === document.activeElement), "the focus is not back");
  });

  await t.test("the unit finds it in its inbox, receives, contacts and replies", async () => {
    await steps.openFromFreshBar(unit, number);
    assert.match(await unit.getByTestId("facts").innerText(), /已脱敏/);
    await steps.act(unit, "action-receive");
    await unit.locator("[data-test=leg][data-state=handling]").waitFor();
    await steps.act(unit, "action-contact", steps.note("10:20 电话联系李女士，约定当日上门"));
    await steps.act(unit, "action-plan", steps.note("更换主板，两日内恢复", "text"));
    await steps.act(unit, "action-progress", steps.note("配件已到，明日更换", "text"));
    await unit.getByTestId("action-reply").click();
    await unit.getByTestId("field-public_text").fill("电梯主板已更换，今日 15 时恢复运行，并已要求物业每月检修。");
    await unit.getByTestId("field-internal_text").fill("物业公司整改通知书已下达。");
    await shot(unit, "05-reply");
    await unit.getByTestId("confirm").click();
    await unit.getByTestId("confirm").waitFor({ state: "hidden" });
    await steps.reaches(unit, "awaiting_check");
    await shot(unit, "06-unit-inbox");
  });

  await t.test("the dispatcher checks the reply and the visitor closes the ticket", async () => {
    await steps.reaches(dispatcher, "awaiting_check");
    await steps.act(dispatcher, "leg-check");
    await steps.reaches(dispatcher, "awaiting_visit");
    await shot(dispatcher, "07-awaiting-visit");
    const visitor = await house.signedIn("visitor", tokenOf("visitor"));
    await steps.rowOf(visitor, number).click();
    await steps.act(visitor, "action-visit", steps.note("诉求人表示满意"));
    await steps.reaches(visitor, "closed");
    await shot(visitor, "08-closed");
    await visitor.context().close();
  });

  await t.test("the timeline tells all of it, on the agent’s screen without a reload", async () => {
    await steps.reaches(agent, "closed");
    const types = await steps.timelineTypes(agent);
    for (const type of [
      "opened",
      "dispatched",
      "received",
      "contact_recorded",
      "plan_submitted",
      "progress_answered",
      "replied",
      "reply_checked",
      "visited",
      "clock_started",
      "clock_stopped",
    ]) {
      assert.ok(types.includes(type), `the timeline lacks ${type}: ${types}`);
    }
    await shot(agent, "09-timeline");
  });
});

test("an answer lost on the way is asked for again and opens no second ticket", async () => {
  const page = await house.signedIn("agent with a bad line", tokenOf("agent"), { expected: /ERR_FAILED/ });
  const keys = [];
  await page.route("**/api/v1/tickets", async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    keys.push(route.request().headers()["idempotency-key"]);
    if (keys.length > 1) return route.continue();
    await route.fetch(); // the server gets it; the answer never comes back
    return route.abort();
  });
  await steps.openNewTicket(page, { title: titles.lost, body: "公交站牌倒伏。", dispatch: "manual" });
  await page.getByTestId("toast").filter({ hasText: "此前已受理过" }).waitFor();
  assert.equal(keys.length, 2);
  assert.equal(keys[0], keys[1]);
  const { items } = await ask(tokenOf("agent"), "/tickets?limit=50");
  assert.equal(items.filter((one) => one.title === titles.lost).length, 1);
  await page.context().close();
});

test("a broken connection is made again and nothing is missed", async () => {
  const page = await house.seat("reader with a bad line");
  let current;
  let broken = false;
  await page.routeWebSocket(/\/api\/v1\/events/, (socket) => {
    if (broken) return socket.close();
    current = socket;
    socket.connectToServer();
  });
  await page.goto(baseUrl);
  await page.getByTestId("token").fill(tokenOf("dispatcher"));
  await page.getByTestId("enter").click();
  await page.locator("[data-test=feed][data-state=live]").waitFor();
  broken = true;
  await current.close();
  await page.locator("[data-test=feed]:not([data-state=live])").waitFor();
  await steps.openNewTicket(agent, { title: titles.missed, body: "窨井冒水。", dispatch: "manual" });
  broken = false;
  await page.locator("[data-test=feed][data-state=live]").waitFor();
  await page.getByTestId("fresh").click();
  await page.getByTestId("row").filter({ hasText: titles.missed }).waitFor();
  await page.context().close();
});

test("a unit returns a ticket and the hotline dispatches it anew", async () => {
  await dispatcher.getByTestId("nav-desk").click();
  const number = await steps.openNewTicket(agent, {
    title: titles.returned,
    body: "和平路 12 号门前路灯三天不亮。",
    dispatch: "manual",
  });
  await steps.openFromFreshBar(dispatcher, number);
  await steps.dispatchTo(dispatcher, unitMe.unit_name);
  await steps.openFromFreshBar(unit, number);
  await steps.act(unit, "action-return", async (page) => {
    await page.getByTestId("field-reason").fill("路灯维护不属本单位职责");
    await page.getByTestId("field-basis").fill("“三定”规定第四条");
  });
  await unit.locator("[data-test=petition][data-state=pending]").waitFor();
  await dispatcher.locator("[data-test=petition][data-state=pending]").waitFor();
  await shot(dispatcher, "10-petition");
  await steps.act(dispatcher, "petition-approve", steps.note("同意退单"));
  await steps.reaches(dispatcher, "awaiting_dispatch");
  const { units } = await ask(tokenOf("dispatcher"), "/city");
  const other = units.find((one) => one.kind !== "hotline" && one.code !== unitMe.unit);
  await steps.dispatchTo(dispatcher, other.name);
  await steps.reaches(dispatcher, "handling");
  assert.equal(await dispatcher.locator("[data-test=leg][data-state=returned]").count(), 1);
  const types = await steps.timelineTypes(dispatcher);
  for (const type of ["petition_asked", "petition_decided", "leg_ended"]) assert.ok(types.includes(type), type);
});

test("whoever wrote on an old version sees what changed and sends again on the new one", async () => {
  await dispatcher.getByTestId("nav-desk").click();
  const number = await steps.openNewTicket(agent, {
    title: titles.clash,
    body: "解放路北口井盖破损，夜间危险。",
    dispatch: "manual",
  });
  await steps.openFromFreshBar(dispatcher, number);
  await dispatcher.getByTestId("action-urge").click();
  await dispatcher.getByTestId("field-note").fill("请尽快处理");
  await steps.act(agent, "action-supplement", steps.note("已有两人绊倒", "text"));
  await dispatcher.getByTestId("confirm").click();
  await dispatcher.getByTestId("clash").waitFor();
  assert.match(await dispatcher.getByTestId("clash").innerText(), /补充了情况[\s\S]*已有两人绊倒/);
  await shot(dispatcher, "11-clash");
  await dispatcher.getByTestId("clash-retry").click();
  await dispatcher.getByTestId("confirm").waitFor({ state: "hidden" });
  const ticket = await ask(tokenOf("dispatcher"), `/tickets/${number}`);
  assert.equal(ticket.urge_count, 1);
  assert.equal(ticket.supplements.length, 1);
});

test("an agent opens a ticket without the mouse", async () => {
  await agent.keyboard.press("Alt+n");
  await agent.getByTestId("new-form").waitFor();
  await agent.getByTestId("title").focus();
  await agent.keyboard.type(titles.keys);
  await agent.locator("[data-test=suggestion][data-state=ready]").waitFor();
  await agent.keyboard.press("Alt+Enter");
  await agent.keyboard.press("Control+Enter");
  await agent.getByTestId("ticket").waitFor();
  const { title } = await ask(tokenOf("agent"), `/tickets/${await steps.numberOf(agent)}`);
  assert.equal(title, titles.keys);
});

test("every other button does what it says", async (t) => {
  const { units } = await ask(tokenOf("dispatcher"), "/city");
  const others = units.filter((one) => one.kind !== "hotline" && one.code !== unitMe.unit).slice(0, 2);
  const desks = { agent, dispatcher, unit, unitMe, others };
  let number;
  await t.test("the ways to end without a unit, merging and archiving", () => actions.endsWithoutUnit(desks, mark));
  await t.test("supervision, joint handling, extensions and sub-dispatch", async () => {
    number = await actions.jointHandling(desks, mark);
  });
  await t.test("a reply sent back, a redo and the final visit", () => actions.sentBackAndRedone(desks, number));
});

test("the duty table of the month shows today and who is on duty now", async () => {
  await dispatcher.getByTestId("nav-duty").click();
  await dispatcher.getByTestId("duty-now").waitFor();
  const { at } = await ask(tokenOf("dispatcher"), "/duty/now");
  assert.equal(await dispatcher.getByTestId("today").getAttribute("data-date"), at.slice(0, 10));
  await shot(dispatcher, "12-duty");
  await dispatcher.getByTestId("month-next").click();
  await dispatcher.getByTestId("today").waitFor({ state: "detached" });
  await dispatcher.getByTestId("month-this").click();
  await dispatcher.getByTestId("today").waitFor();
  await dispatcher.emulateMedia({ media: "print" });
  await shot(dispatcher, "13-duty-print");
  await dispatcher.emulateMedia({ media: "screen" });
});

test("the overview counts and leads to the tickets", async () => {
  await dispatcher.getByTestId("nav-overview").click();
  await dispatcher.getByTestId("count-open").waitFor();
  const overview = await ask(tokenOf("dispatcher"), "/overview");
  const counts = Array.isArray(overview.stages)
    ? Object.fromEntries(overview.stages.map((one) => [one.stage, one.count]))
    : overview.stages;
  assert.equal(Number(await dispatcher.getByTestId("count-closed").innerText()), counts.closed ?? 0);
  await dispatcher.getByTestId("calls").filter({ hasText: "没有待打的电话" }).waitFor();
  await shot(dispatcher, "14-overview");
});

test("dark, English and phone width keep AA contrast and fit the screen", async () => {
  const pages = ["/#/desk", "/#/desk/new", "/#/duty"];
  await agent.goto(`${baseUrl}/#/desk`);
  await agent.getByTestId("row").first().click();
  await agent.getByTestId("ticket").waitFor();
  const ticketPath = agent.url().slice(baseUrl.length);
  for (const theme of ["light", "dark"]) {
    for (const path of [...pages, ticketPath]) {
      await agent.goto(baseUrl + path);
      await agent.waitForLoadState("networkidle");
      assert.deepEqual(await contrastFailures(agent), [], `${theme} ${path}`);
    }
    await shot(agent, `15-${theme}`);
    await agent.getByTestId("theme").click();
  }
  await agent.getByTestId("language").click();
  await agent.getByTestId("nav-desk").filter({ hasText: "Tickets" }).waitFor();
  await shot(agent, "16-english");
  await agent.setViewportSize({ width: 390, height: 844 });
  for (const path of [...pages, ticketPath]) {
    await agent.goto(baseUrl + path);
    await agent.waitForLoadState("networkidle");
    await shot(agent, `17-phone-${path.replace(/\W+/g, "-")}`);
    const overflow = await agent.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(overflow <= 0, `${path} is ${overflow} px too wide`);
  }
});

test("no page complained on the console and none asked a foreign host", () => {
  assert.deepEqual(house.complaints, []);
  assert.deepEqual(house.foreign, []);
});
