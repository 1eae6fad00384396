// Every button of the console pressed once against the server, so that none sends what is refused.
import assert from "node:assert/strict";
import { ask, tokenOf } from "./people.mjs";
import * as steps from "./steps.mjs";

const choice = (page, field, text) => steps.choose(page, `field-${field}`, text);

async function opened(agent, title) {
  await agent.getByTestId("nav-desk").click();
  return steps.openNewTicket(agent, { title, body: "请核实处理。", dispatch: "manual" });
}

const stageIs = async (number, stage) =>
  assert.equal((await ask(tokenOf("dispatcher"), `/tickets/${number}`)).stage, stage);

export async function endsWithoutUnit({ agent, dispatcher }, mark) {
  const ends = [
    ["action-answer", "answered_directly", steps.note("可在政务服务网办理", "answer")],
    [
      "action-decline",
      "declined",
      async (page) => {
        await choice(page, "reason", "不属本市管辖");
        await page.getByTestId("field-told").fill("请拨打邻市 12345");
      },
    ],
    ["action-transfer", "transferred", (page) => choice(page, "line", "119 消防")],
    ["action-withdraw", "withdrawn", steps.note("诉求人自行撤回", "reason")],
  ];
  let last;
  for (const [button, stage, fill] of ends) {
    last = await opened(agent, `${button} ${mark}`);
    await steps.act(agent, button, fill);
    await steps.reaches(agent, stage);
  }
  await steps.openByAddress(dispatcher, last);
  await steps.act(dispatcher, "action-archive");
  await steps.reaches(dispatcher, "archived");
  const target = await opened(agent, `并入的工单 ${mark}`);
  await opened(agent, `重复的工单 ${mark}`);
  await steps.act(agent, "action-merge", steps.note(target, "into"));
  await steps.reaches(agent, "merged");
  await stageIs(target, "awaiting_dispatch");
  await steps.act(agent, "action-answerCaller", steps.note("已并入同一诉求，处理结果将一并告知", "text"));
  await agent.getByTestId("facts").filter({ hasText: "将一并告知" }).waitFor();
}

export async function jointHandling({ agent, dispatcher, unit, unitMe, others }, mark) {
  const number = await opened(agent, `多部门工单 ${mark}`);
  await steps.openByAddress(dispatcher, number);
  await steps.act(dispatcher, "action-supervise", steps.note("重点督办"));
  await steps.act(dispatcher, "action-unsupervise");
  await steps.act(dispatcher, "action-markComplex", steps.note("涉及多部门"));
  await steps.act(dispatcher, "action-unmarkComplex");
  await steps.dispatchTo(dispatcher, unitMe.unit_name);
  await steps.act(dispatcher, "action-join", (page) => choice(page, "assist", others[0].name));
  await steps.openByAddress(unit, number, "inbox");
  await steps.act(unit, "action-extend", async (page) => {
    await page.getByTestId("field-working_days").fill("2");
    await page.getByTestId("field-reason").fill("需采购配件");
  });
  await dispatcher.locator("[data-test=petition][data-state=pending]").waitFor();
  await steps.act(dispatcher, "petition-reject", steps.note("配件已有库存"));
  await steps.act(unit, "action-extend", async (page) => {
    await page.getByTestId("field-working_days").fill("2");
    await page.getByTestId("field-reason").fill("库存型号不符");
  });
  await dispatcher.locator("[data-test=petition][data-state=pending]").waitFor();
  await steps.act(dispatcher, "petition-approve");
  await steps.act(unit, "action-subdispatch", (page) => choice(page, "units", others[1].name));
  // The lead answers for all: while others work its reply is refused, in words.
  await unit.getByTestId("action-reply").click();
  await unit.getByTestId("field-public_text").fill("已处理");
  await unit.getByTestId("confirm").click();
  await unit.getByTestId("problem").filter({ hasText: "尚未办完" }).waitFor();
  await unit.keyboard.press("Escape");
  await unit.getByTestId("confirm").waitFor({ state: "hidden" });
  for (const other of others) {
    const leg = dispatcher.locator(`[data-test=leg][data-unit="${other.code}"]`);
    await leg.getByTestId("leg-exit").click();
    await dispatcher.getByTestId("field-reason").fill("无需协办");
    await dispatcher.getByTestId("confirm").click();
    await dispatcher.locator(`[data-test=leg][data-unit="${other.code}"][data-state=exited]`).waitFor();
    await dispatcher.getByTestId("confirm").waitFor({ state: "hidden" });
  }
  return number;
}

export async function sentBackAndRedone({ dispatcher, unit }, number) {
  const reply = (text) => steps.act(unit, "action-reply", steps.note(text, "public_text"));
  await unit.locator("[data-test=leg][data-state=exited]").first().waitFor();
  await reply("已转相关单位");
  await steps.reaches(dispatcher, "awaiting_check");
  await steps.act(dispatcher, "leg-check", async (page) => {
    await page.getByTestId("form-check").locator(".el-checkbox").click();
    await page.getByTestId("field-note").fill("没有说明结果");
  });
  await steps.reaches(unit, "handling");
  await reply("已更换配件并恢复使用");
  await steps.reaches(dispatcher, "awaiting_check");
  await steps.act(dispatcher, "leg-check");
  const dissatisfied = async (page) => {
    for (const box of ["问题已解决", "对办理满意"]) await page.locator(".el-checkbox", { hasText: box }).click();
  };
  await steps.act(dispatcher, "action-visit", dissatisfied);
  await steps.reaches(dispatcher, "awaiting_redo");
  await steps.act(dispatcher, "action-redo", steps.note("诉求人不满意", "reason"));
  await steps.reaches(unit, "handling");
  await reply("已再次上门，恢复正常");
  await steps.reaches(dispatcher, "awaiting_check");
  await steps.act(dispatcher, "leg-check");
  await steps.act(dispatcher, "action-visit", dissatisfied);
  await steps.reaches(dispatcher, "awaiting_redo");
  await steps.act(dispatcher, "action-finalVisit", steps.note("已解释政策"));
  await steps.reaches(dispatcher, "closed");
  await stageIs(number, "closed");
}
