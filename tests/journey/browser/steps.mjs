// What people do in the console, in their own words.

export const stageOf = (page) => page.getByTestId("ticket").getAttribute("data-stage");

export const reaches = (page, stage) => page.locator(`[data-test=ticket][data-stage=${stage}]`).waitFor();

// A select with a search field: type, then take the option by its text.
export async function choose(page, testId, text) {
  const field = page.getByTestId(testId);
  await field.click();
  await page.keyboard.type(text);
  await page.locator(".el-select-dropdown:visible [role=option]", { hasText: text }).first().click();
  if (await page.locator(".el-select-dropdown:visible").count()) await page.keyboard.press("Tab");
}

export async function fillNewTicket(page, ticket) {
  await page.getByTestId("title").fill(ticket.title);
  await page.getByTestId("happened").fill("昨晚 10 点起");
  await page.getByTestId("place").fill("阳光花园 3 号楼");
  await page.getByTestId("cause").fill("电梯故障，物业未修");
  await page.getByTestId("course").fill(ticket.body);
  await page.getByTestId("caller-name").fill("李女士");
  await page.getByTestId("caller-phone").fill("13900001234");
  if (ticket.dispatch === "manual") await page.getByText("交派单员", { exact: true }).click();
}

// The number of the ticket that is on screen.
export const numberOf = (page) => page.getByTestId("ticket").getAttribute("data-number");

export async function openNewTicket(page, ticket) {
  if (!page.url().endsWith("/desk/new")) await page.getByTestId("new-ticket").click();
  await fillNewTicket(page, ticket);
  await page.getByTestId("submit").click();
  await page.getByTestId("ticket").waitFor();
  return numberOf(page);
}

export const rowOf = (page, number) => page.locator(`[data-test=row][data-number="${number}"]`);

// New tickets wait behind a bar; the reader opens it and then the ticket.
export async function openFromFreshBar(page, number) {
  await page.getByTestId("fresh").waitFor();
  await page.getByTestId("fresh").click();
  await rowOf(page, number).click();
  await page.locator(`[data-test=ticket][data-number="${number}"]`).waitFor();
}

// By its number, wherever it stands in the list.
export async function openByAddress(page, number, list = "desk") {
  await page.goto(`${new URL(page.url()).origin}/#/${list}/${number}`);
  await page.locator(`[data-test=ticket][data-number="${number}"]`).waitFor();
}

// Presses a button of the ticket, fills its form and sends it; a newer version is looked at and accepted.
export async function act(page, button, fill = async () => {}) {
  await page.getByTestId(button).first().click();
  await page.getByTestId("confirm").waitFor();
  await fill(page);
  await page.getByTestId("confirm").click();
  await page.waitForFunction(() => {
    const shown = (test) => document.querySelector(`[data-test=${test}]`)?.checkVisibility();
    return shown("clash-retry") || !shown("confirm");
  });
  if (await page.getByTestId("clash-retry").isVisible()) await page.getByTestId("clash-retry").click();
  await page.getByTestId("confirm").waitFor({ state: "hidden" });
}

export const note =
  (text, field = "note") =>
  (page) =>
    page.getByTestId(`field-${field}`).fill(text);

export const dispatchTo = (page, unitName) =>
  act(page, "action-dispatch", async () => {
    await choose(page, "field-lead", unitName);
    await page.getByTestId("field-note").fill("请按时限办理");
  });

// Every kind of event in the journal on screen, clocks included.
export async function timelineTypes(page) {
  const box = page.getByTestId("timeline").getByRole("checkbox");
  if (!(await box.isChecked())) await page.getByTestId("timeline").locator(".el-checkbox").click();
  const events = page.getByTestId("timeline").getByTestId("event");
  return events.evaluateAll((all) => all.map((one) => one.dataset.type));
}
