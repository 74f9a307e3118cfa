import { expect, type Page, test } from "@playwright/test";
import { expectAccessible, signIn } from "./steps";

/** A draft of Input and Output alone, in a project that has the sample model; resolves to its id. */
async function aDraft(page: Page): Promise<{ projectId: string; workflowId: string }> {
  const projectId = await signIn(page);
  await post(page, "/v1/connections/sample", { project_id: projectId });
  const name = `Canvas ${Math.random().toString(36).slice(2, 8)}`;
  const { id } = await post(page, "/v1/workflows", { project_id: projectId, name });
  await open(page, projectId, id);
  return { projectId, workflowId: id };
}

async function post(page: Page, path: string, data: unknown): Promise<{ id: string }> {
  const response = await page.request.post(path, { data, headers: { origin: new URL(page.url()).origin } });
  expect(response.ok(), await response.text()).toBe(true);
  return ((await response.json()) as { data: { id: string } }).data;
}

async function open(page: Page, projectId: string, workflowId: string): Promise<void> {
  await page.goto(`/projects/${projectId}/agents/${workflowId}`);
  await expect(graphOf(page)).toBeVisible();
  await expect(cardOf(page, "start")).toBeVisible();
}

const graphOf = (page: Page) => page.getByRole("application", { name: /^Graph of/ });
const cardOf = (page: Page, name: string) => page.getByRole("group", { name: new RegExp(`^${name}(,|$)`) });

/** Adds a node after the selected one with keys alone. */
async function addByKeys(page: Page, title: string): Promise<void> {
  await graphOf(page).focus();
  await page.keyboard.press("a");
  await expect(page.getByLabel("Search nodes")).toBeFocused();
  await page.keyboard.type(title);
  await page.keyboard.press("Enter");
}

/** Renames the node whose panel is open, from the graph, with keys alone. */
async function renameByKeys(page: Page, name: string): Promise<void> {
  await graphOf(page).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Name", { exact: true })).toBeFocused();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type(name);
  await page.keyboard.press("Enter");
  await expect(cardOf(page, name)).toBeVisible();
}

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("option", { name: option, exact: true }).press("Enter");
}

async function saveVersion(page: Page, version: number, description: string): Promise<void> {
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByLabel("Version description").fill(description);
  await page.getByRole("button", { name: `Save v${version}` }).click();
  await expect(page.getByText(`v${version}`, { exact: true })).toBeVisible();
  await expect(page.getByText("Unsaved changes", { exact: true })).toBeHidden();
}

test("a workflow is built with the keyboard alone, tested with the sample model, and saved as a version", async ({
  page,
}) => {
  await aDraft(page);
  await expectAccessible(page);

  // Input: one field.
  await graphOf(page).focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await page.getByLabel("Name of field 1").fill("question");

  // A model that sorts the question, told of it by the variable picker.
  await addByKeys(page, "openai");
  await renameByKeys(page, "classify");
  await page.getByLabel("Text of message 1").focus();
  await page.keyboard.type("Classify this as one of: billing, other. /ques");
  await expect(page.getByRole("option", { name: /start\.question/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Text of message 1")).toHaveValue(
    "Classify this as one of: billing, other. {{question}}",
  );
  await expect(page.getByRole("region", { name: "Input fields" })).toContainText("start.question");

  // A Choice by its answer.
  await addByKeys(page, "choice");
  const variable = page.getByRole("combobox", { name: /^Variable of/ }).first();
  await variable.focus();
  await page.keyboard.press("Backspace");
  await page.keyboard.type("/classify.content");
  await page.keyboard.press("Enter");
  await page
    .getByLabel(/^Value of/)
    .first()
    .fill("billing");
  await page.getByLabel("Name of option 1").fill("Billing");
  await expectAccessible(page);

  // One answer for each branch; Output waits for both.
  await addByKeys(page, "openai");
  await renameByKeys(page, "about-billing");
  await page.getByLabel("Text of message 1").fill("reply with: the billing team will call");
  await page.getByRole("tab", { name: "Error handling" }).press("Enter");
  await choose(page, "Behavior", "Return");
  await graphOf(page).focus();
  await page.keyboard.press("ArrowLeft");
  await addByKeys(page, "openai");
  await renameByKeys(page, "about-other");
  await page.getByLabel("Text of message 1").fill("reply with: somebody else will call");
  await page.getByRole("tab", { name: "Error handling" }).press("Enter");
  await choose(page, "Behavior", "Return");

  await page.keyboard.press("ControlOrMeta+f");
  await page.keyboard.type("utils.Output");
  await page.keyboard.press("Enter");
  await choose(page, "Connect from", "about-billing");
  await choose(page, "Connect from", "about-other");
  await page.getByLabel("output", { exact: true }).focus();
  await page.keyboard.type("/about-billing.content");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "0 faults" })).toBeVisible();

  // It runs before it is saved.
  await page.getByRole("button", { name: "Test", exact: true }).click();
  await page.getByLabel("question").fill("My billing address changed");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page.getByText("Succeeded").first()).toBeVisible();
  await expect(page.getByRole("region", { name: "Result" })).toContainText("the billing team will call");
  const trace = page.getByRole("region", { name: "Trace" });
  await expect(
    trace.getByRole("button", { name: /about-billing/ }).getByRole("img", { name: "Succeeded" }),
  ).toBeVisible();
  await expect(trace.getByRole("button", { name: /about-other/ }).getByRole("img", { name: "Skipped" })).toBeVisible();
  await trace.getByRole("button", { name: /classify/ }).click();
  await page.getByRole("tab", { name: "Prompt" }).click();
  await expect(page.getByRole("region", { name: "classify in this run" })).toContainText("My billing address changed");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Back to editing" }).click();

  // Renaming rewrites what names the node; undo takes it back.
  await page.keyboard.press("ControlOrMeta+f");
  await page.keyboard.type("about-billing");
  await page.keyboard.press("Enter");
  await renameByKeys(page, "billing");
  await graphOf(page).focus();
  await page.keyboard.press("ControlOrMeta+z");
  await expect(cardOf(page, "about-billing")).toBeVisible();
  await expect(page.getByRole("button", { name: "0 faults" })).toBeVisible();

  await saveVersion(page, 1, "Built with keys");
  await page.reload();
  await expect(page.getByText("v1", { exact: true })).toBeVisible();
  await expect(page.getByText("You left unsaved changes here")).toBeHidden();
});

test("a workflow is built with the mouse: dragged in, joined by edges, dropped on empty canvas, copied and deleted", async ({
  page,
}) => {
  await aDraft(page);
  const graph = await graphOf(page).boundingBox();
  if (!graph) throw new Error("The graph is not drawn.");

  // From the palette.
  await page
    .getByRole("option", { name: "Text template" })
    .dragTo(graphOf(page), { targetPosition: { x: graph.width / 2, y: 160 } });
  await expect(cardOf(page, "text-template")).toBeVisible();
  await page.getByRole("button", { name: "Close panel" }).click();

  // An edge from handle to handle.
  await page.getByRole("button", { name: "Fit to view" }).click();
  await page.waitForTimeout(400);
  const from = await cardOf(page, "start").locator(".react-flow__handle.source").boundingBox();
  const to = await cardOf(page, "text-template").locator(".react-flow__handle.target").boundingBox();
  if (!from || !to) throw new Error("The handles are not drawn.");
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(to.x - 20, to.y, { steps: 8 });
  await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 4 });
  await page.mouse.up();
  await expect(page.locator(".react-flow__edge")).toHaveCount(1);

  // An edge let go over nothing opens the palette there.
  const out = await cardOf(page, "text-template").locator(".react-flow__handle.source").boundingBox();
  if (!out) throw new Error("The handle is not drawn.");
  await page.mouse.move(out.x + out.width / 2, out.y + out.height / 2);
  await page.mouse.down();
  await page.mouse.move(out.x + 40, out.y + 180, { steps: 8 });
  await page.mouse.up();
  const menu = page.getByRole("dialog", { name: "Add a node after text-template" });
  await menu.getByRole("option", { name: "Pass" }).click();
  await expect(cardOf(page, "pass")).toBeVisible();
  await expect(page.locator(".react-flow__edge")).toHaveCount(2);

  // Faults are said as they come and one click leads to them.
  await page.getByRole("button", { name: /fault/ }).click();
  await expectAccessible(page);
  await page.keyboard.press("Escape");

  // Two copies, one deletion, and everything back again.
  await graphOf(page).focus();
  await page.keyboard.press("ControlOrMeta+d");
  await expect(cardOf(page, "pass-2")).toBeVisible();
  await page.keyboard.press("Delete");
  await expect(cardOf(page, "pass-2")).toBeHidden();
  await page.keyboard.press("ControlOrMeta+z");
  await page.keyboard.press("ControlOrMeta+z");
  await expect(cardOf(page, "pass-2")).toBeHidden();
  await page.keyboard.press("ControlOrMeta+Shift+z");
  await expect(cardOf(page, "pass-2")).toBeVisible();

  // Input stays.
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.press("Delete");
  await page.keyboard.press("f");
  await expect(cardOf(page, "start")).toBeVisible();
  await expect(cardOf(page, "pass")).toBeHidden();
});

test("unsaved work survives a reload and is offered back, and leaving with it is asked about", async ({ page }) => {
  page.on("dialog", (dialog) => void dialog.accept());
  await aDraft(page);
  await graphOf(page).focus();
  await page.keyboard.press("ArrowRight");
  await addByKeys(page, "pass");
  await expect(page.getByText("Unsaved changes", { exact: true })).toBeVisible();

  await page.reload();
  await expect(page.getByText("You left unsaved changes here")).toBeVisible();
  await expect(cardOf(page, "pass")).toBeHidden();
  await page.getByRole("button", { name: "Restore them" }).click();
  await expect(cardOf(page, "pass")).toBeVisible();

  await page.getByRole("link", { name: "Connections" }).click();
  const question = page.getByRole("alertdialog", { name: "Leave without saving?" });
  await expectAccessible(page);
  await question.getByRole("button", { name: "Stay" }).click();
  await expect(cardOf(page, "pass")).toBeVisible();

  // A draft may be kept with its faults.
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("button", { name: "Save draft" }).click();
  await expect(page.getByText("Unsaved changes", { exact: true })).toBeHidden();
  await page.reload();
  await expect(cardOf(page, "pass")).toBeVisible();
  await expect(page.getByText("You left unsaved changes here")).toBeHidden();
});

test("versions are looked at and restored, and a save over somebody else's is told and overwrites nothing", async ({
  page,
  context,
}) => {
  const { projectId, workflowId } = await aDraft(page);
  await graphOf(page).focus();
  await page.keyboard.press("ArrowRight");
  await addByKeys(page, "pass");
  await expect(cardOf(page, "pass")).toBeVisible();
  await saveVersion(page, 1, "With Pass");

  const other = await context.newPage();
  await open(other, projectId, workflowId);
  await graphOf(other).focus();
  await other.keyboard.press("ArrowRight");
  await addByKeys(other, "text template");
  await other.getByLabel("Template optional").fill("Hello");
  await saveVersion(other, 2, "Theirs");

  await graphOf(page).focus();
  await page.keyboard.press("Shift+ArrowDown");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("button", { name: "Save v2" }).click();
  const told = page.getByRole("dialog", { name: "Somebody saved before you" });
  await expect(told).toContainText("saved v2");
  await expect(told).toContainText("text-template");
  await expectAccessible(page);
  await told.getByRole("button", { name: "Save mine as the next" }).click();
  await page.getByLabel("Version description").fill("Mine");
  await page.getByRole("button", { name: "Save v3" }).click();
  await expect(page.getByText("v3", { exact: true })).toBeVisible();

  await page.getByRole("button", { name: "Versions" }).click();
  const second = page.getByRole("listitem").filter({ hasText: "Theirs" });
  await expectAccessible(page);
  await second.getByRole("button", { name: "Preview" }).click();
  await expect(page.getByText("This is v2")).toBeVisible();
  await expect(cardOf(page, "text-template")).toBeVisible();
  await page.getByRole("button", { name: "Restore v2" }).click();
  await expect(page.getByText("v4", { exact: true })).toBeVisible();
  await expect(cardOf(page, "text-template")).toBeVisible();
});
