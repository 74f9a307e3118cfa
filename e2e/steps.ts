import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** The first account, which the spine's journey makes; the other journeys sign in as her. */
export const ADA = { email: "ada@example.com", password: "correct horse battery", name: "Ada", surname: "Lovelace" };
export const ORGANIZATION = "Analytical Engines";
export const PROJECT = "Notes";

/** Signs Ada in and opens her project. Resolves to the project's id. */
export async function signIn(page: Page): Promise<string> {
  await page.goto("/login");
  await page.getByLabel("E-mail").fill(ADA.email);
  await page.getByLabel("Password", { exact: true }).fill(ADA.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/\/projects\/[0-9a-f-]{36}/);
  return projectIdOf(page);
}

export function projectIdOf(page: Page): string {
  const [, id] = /\/projects\/([0-9a-f-]{36})/.exec(page.url()) ?? [];
  if (!id) throw new Error(`No project in ${page.url()}`);
  return id;
}

/** Nothing on the page keeps anybody out: axe finds no fault in it. */
export async function expectAccessible(page: Page, leftOut: readonly string[] = []): Promise<void> {
  const builder = new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]);
  for (const selector of leftOut) builder.exclude(selector);
  const { violations } = await builder.analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`)).toEqual(
    [],
  );
}

/** What the page asked of other hosts: it must ask nothing. Call it before the first page is opened. */
export function foreignRequestsOf(page: Page): string[] {
  const foreign: string[] = [];
  page.on("request", (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (protocol.startsWith("http") && hostname !== "localhost") foreign.push(request.url());
  });
  return foreign;
}
