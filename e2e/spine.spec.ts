import { expect, type Page, test } from "@playwright/test";
import { ADA, expectAccessible, foreignRequestsOf, ORGANIZATION, PROJECT, projectIdOf } from "./steps";

/** The one path that everything hangs from: from an empty instance to a deployed app with a trace, and back again. */
test("a stranger makes an account, builds, tests, deploys, calls, reads the trace, and rolls back", async ({
  page,
}) => {
  test.setTimeout(240_000);
  const foreign = foreignRequestsOf(page);
  let app = { url: "", page: "" };
  let key = "";

  await test.step("the first account, organization and project", async () => {
    await page.goto("/");
    await expect(page.getByRole("heading", { name: "Create the first account" })).toBeVisible();
    await expectAccessible(page);
    await page.getByLabel("E-mail").fill(ADA.email);
    await page.getByLabel("First name").fill(ADA.name);
    await page.getByLabel("Last name").fill(ADA.surname);
    await page.getByLabel("Password").fill(ADA.password);
    await page.keyboard.press("Enter");
    await page.getByLabel("Name of the organization").fill(ORGANIZATION);
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").getByLabel("Name").fill(PROJECT);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/projects\/[0-9a-f-]{36}$/);
    await expect(page.getByRole("heading", { name: PROJECT })).toBeVisible();
    await expectAccessible(page);
  });
  const projectId = projectIdOf(page);

  await test.step("the sample model, and an agent that answers and routes", async () => {
    await page.getByRole("button", { name: "Use the sample model (no AI)" }).click();
    await page.getByRole("button", { name: "New agent" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name", { exact: true }).fill("triage");
    await dialog.getByText("Answer and route", { exact: true }).click();
    await dialog.getByRole("button", { name: "Create agent" }).click();
    await page.waitForURL(/\/agents\/[0-9a-f-]{36}/);
    for (const name of ["start", "classify", "route", "status-check", "other-answer", "end"]) {
      await expect(page.getByRole("group", { name: new RegExp(`^${name}(,|$)`) })).toBeVisible();
    }
    await expectAccessible(page, [".react-flow__attribution"]);
  });
  const canvas = page.url();

  await test.step("it is tested in the editor, and seen to run", async () => {
    await page.getByRole("button", { name: "Test", exact: true }).click();
    await page.getByLabel("question").fill("I was charged twice, is this a billing fault?");
    await page.getByRole("button", { name: "Run", exact: true }).click();
    const graph = page.getByRole("application");
    await expect(
      graph.getByRole("group", { name: "billing-answer" }).getByRole("img", { name: "Succeeded" }),
    ).toBeVisible();
    await expect(
      graph.getByRole("group", { name: "status-check" }).getByRole("img", { name: "Skipped" }),
    ).toBeVisible();
    await expect(page.getByRole("region", { name: "Result" })).toContainText("billing");
    await expectAccessible(page, [".react-flow__attribution"]);
    await page.getByRole("button", { name: "Back to editing" }).click();
  });

  await test.step("it is saved as version 1 and deployed", async () => {
    await saveVersion(page, 1, "First");
    await page.getByRole("button", { name: "Deploy", exact: true }).click();
    await page.getByLabel("App name").fill("triage");
    await page.getByRole("button", { name: "Deploy new app" }).click();
    app = { ...app, url: await page.getByLabel("Address").inputValue() };
    await page.getByRole("link", { name: /^Open triage/ }).click();
    await page.waitForURL(/\/deployments\/[0-9a-f-]{36}$/);
    app = { ...app, page: page.url() };
    await expect(page.getByText(app.url).first()).toBeVisible();
    await expectAccessible(page);
  });

  await test.step("an Access Key is made, shown once", async () => {
    await page.getByRole("link", { name: "Settings → Access Keys" }).click();
    await page
      .getByRole("button", { name: /access key/i })
      .first()
      .click();
    await page.getByRole("dialog").getByLabel("Name", { exact: true }).fill("script");
    await page.keyboard.press("Enter");
    key = (await page.getByTestId("secret").textContent())?.trim() ?? "";
    expect(key).toMatch(/^dynamiq_acc_[0-9A-Za-z]{64}$/);
    await page.reload();
    await expect(page.getByText(key)).toHaveCount(0);
  });

  await test.step("programs call it, plain and streaming; without the key they are refused", async () => {
    const plain = await call(app.url, key, { input: { question: "My invoice: is it a billing matter?" } });
    expect(plain.status).toBe(200);
    expect(await plain.json()).toMatchObject({ status: "success", output: { topic: "billing" } });

    const streamed = await call(app.url, key, { input: { question: "Something technical is broken." }, stream: true });
    expect(streamed.headers.get("content-type")).toContain("text/event-stream");
    const frames = (await streamed.text()).split("\n").filter((line) => line.startsWith("data: "));
    const last = JSON.parse(frames.at(-1)?.slice(6) ?? "{}") as { event: string; data: { output: { topic: string } } };
    expect(last.event).toBe("workflow.completed");
    expect(last.data.output.topic).toBe("technical");

    const refused = await call(app.url, null, { input: { question: "Hello" } });
    expect(refused.status).toBe(401);
    expect(await refused.json()).toMatchObject({ error: { code: "unauthorized", request_id: expect.any(String) } });
  });

  await test.step("the run and its trace are there, with tokens and timings", async () => {
    await page.goto(`${app.page}/traces`);
    const rows = page.getByRole("table", { name: "Traces" }).locator("tbody").getByRole("row");
    await expect(rows).toHaveCount(2);
    await expectAccessible(page);
    await rows.last().getByRole("link").click();
    const tree = page.getByRole("tree", { name: "Steps of the trace" });
    await expect(tree.getByRole("treeitem", { name: /classify/ })).toContainText("tok");
    await tree.getByRole("treeitem", { name: /classify/ }).click();
    const details = page.getByRole("region", { name: "Details of classify" });
    await expect(details).toContainText("Tokens");
    await details.getByRole("tab", { name: "Prompt" }).click();
    await expect(details).toContainText("Classify the message");
    await tree.press("ArrowDown");
    await expect(page.getByRole("region", { name: "Details of route" })).toBeVisible();
    await expectAccessible(page);
    await page.goto(`${app.page}/monitoring`);
    await expect(page.getByText("Requests", { exact: true }).first()).toBeVisible();
    await expect(page.locator(".recharts-surface").first()).toBeVisible();
    await expectAccessible(page);
  });

  await test.step("the prompt is changed, saved as version 2, and redeployed", async () => {
    await page.goto(canvas);
    await page.getByRole("group", { name: /^classify(,|$)/ }).click();
    await page
      .getByLabel(/^Text of /)
      .first()
      .fill("reply with: other");
    await saveVersion(page, 2, "Everything is other");
    await page.getByRole("button", { name: "Deploy", exact: true }).click();
    await page.getByRole("button", { name: "Redeploy v2" }).click();
    await expect(page.getByText("triage serves v2 now")).toBeVisible();
    const answer = await call(app.url, key, { input: { question: "A billing question." } });
    expect(await answer.json()).toMatchObject({ output: { topic: "other" } });
  });

  await test.step("it is rolled back from HISTORY", async () => {
    await page.goto(`${app.page}/history`);
    await expectAccessible(page);
    await page.getByRole("button", { name: "Roll back to v1" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Roll back" }).click();
    await expect(page.getByText("v1 answers now")).toBeVisible();
    const answer = await call(app.url, key, { input: { question: "A billing question." } });
    expect(await answer.json()).toMatchObject({ output: { topic: "billing" } });
  });

  await test.step("nothing was asked of any other host, and the first steps are ticked off", async () => {
    expect(foreign).toEqual([]);
    await page.goto(`/projects/${projectId}`);
    await expect(page.getByRole("heading", { name: PROJECT })).toBeVisible();
    await expect(page.getByRole("region", { name: "First steps" })).toHaveCount(0);
  });
});

async function saveVersion(page: Page, version: number, description: string): Promise<void> {
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByLabel("Version description").fill(description);
  await page.getByRole("button", { name: `Save v${version}` }).click();
  await expect(page.getByText(`v${version}`, { exact: true })).toBeVisible();
}

/** Calls an app as a program would, outside of the browser. */
const call = (url: string, key: string | null, body: object): Promise<Response> =>
  fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...(key && { authorization: `Bearer ${key}` }) },
    body: JSON.stringify(body),
  });
