import { expect, type Page, test } from "@playwright/test";
import { expectAccessible, signIn } from "./steps";

const settingsOf = async (page: Page, tab: string) => {
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: tab }).click();
  await expect(page.getByRole("navigation", { name: "Settings" }).locator("[aria-current]")).toHaveText(tab);
};

/** Confirms what is asked, and waits until it is done: until then the rest of the page is hidden. */
async function confirm(page: Page, label: string): Promise<void> {
  await page.getByRole("alertdialog").getByRole("button", { name: label }).click();
  await expect(page.getByRole("alertdialog")).toHaveCount(0);
}

const unique = () => Math.random().toString(36).slice(2, 8);

test("whoever is invited joins by the link, sees the organization's projects, and may do no more than a member", async ({
  page,
  browser,
}) => {
  const email = `bob-${unique()}@example.com`;
  await signIn(page);
  await settingsOf(page, "Invitations");
  await page.getByRole("button", { name: "Invite" }).first().click();
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("button", { name: "Create invitation link" }).click();
  const link = (await page.getByTestId("secret").textContent()) ?? "";
  await expectAccessible(page);
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("cell", { name: email, exact: true })).toBeVisible();

  const elsewhere = await browser.newContext();
  const bob = await elsewhere.newPage();
  await bob.goto(link);
  await expect(bob.getByLabel("E-mail")).toHaveValue(email);
  await bob.getByLabel("First name").fill("Bob");
  await bob.getByLabel("Password").fill("short");
  await bob.getByRole("button", { name: "Create account" }).click();
  await expect(bob.getByText("Use 10 characters or more.")).toBeVisible();
  await expect(bob.getByLabel("First name")).toHaveValue("Bob");
  await expectAccessible(bob);
  await bob.getByLabel("Password").fill("long enough to do");
  await bob.getByRole("button", { name: "Create account" }).click();
  await bob.waitForURL(/\/(projects|settings)\//);
  await settingsOf(bob, "General");
  await expect(bob.getByRole("button", { name: "Delete organization" })).toHaveAttribute("aria-disabled", "true");
  await bob.getByRole("button", { name: "Delete organization" }).hover();
  await expect(bob.getByRole("tooltip")).toContainText("role admin");

  await settingsOf(page, "Team");
  const row = page.getByRole("row", { name: email });
  await row.getByRole("combobox").click();
  await page.getByRole("option", { name: "Admin" }).click();
  await expect(row.getByRole("combobox")).toHaveText("Admin");
  await expectAccessible(page);
  await row.getByRole("button", { name: "Remove Bob" }).click();
  await confirm(page, "Remove");
  await expect(row).toHaveCount(0);
  await bob.goto(page.url());
  await expect(bob.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
  await bob.goto(link);
  await expect(bob.getByRole("heading", { name: /Welcome|Organizations/ })).toBeVisible();
  await elsewhere.close();
});

test("a personal access token works from the moment it is shown until it is revoked", async ({ page, request }) => {
  const name = `laptop ${unique()}`;
  await signIn(page);
  await page.goto("/profile?tab=tokens");
  await page.getByRole("button", { name: "New token" }).first().click();
  await page.getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Create token" }).click();
  const token = (await page.getByTestId("secret").textContent()) ?? "";
  expect(token).toMatch(/^dyn_pat_/);
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByText(token)).toHaveCount(0);

  const me = () => request.get("/v1/me", { headers: { authorization: `Bearer ${token}` } });
  expect((await me()).status()).toBe(200);
  await page.getByRole("button", { name: `Revoke ${name}` }).click();
  await confirm(page, "Revoke");
  await expect(page.getByRole("cell", { name, exact: true })).toHaveCount(0);
  expect((await me()).status()).toBe(401);
});

test("what was typed is not lost by a slip: a panel asks before it closes, and focus returns where it was", async ({
  page,
}) => {
  await signIn(page);
  await settingsOf(page, "Access Keys");
  const open = page.getByRole("button", { name: "New Access Key" }).first();
  await open.click();
  await page.getByLabel("Name").fill("half a name");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Keep editing" }).click();
  await expect(page.getByLabel("Name")).toHaveValue("half a name");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Discard" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(open).toBeFocused();
});

test("a connection is added, tested, changed and deleted without a mouse", async ({ page }) => {
  const name = `HTTP ${unique()}`;
  const projectId = await signIn(page);
  const connectionCount = async (): Promise<number> => {
    const response = await page.request.get(`/v1/connections?project_id=${projectId}`);
    return (await response.json()).pagination.total_count;
  };
  const before = await connectionCount();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("add connection");
  await expect(page.getByRole("option", { name: "Add connection" })).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Search types")).toBeFocused();
  await page.keyboard.type("http");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Name", { exact: true })).toBeFocused();
  await page.keyboard.press("Control+a");
  await page.keyboard.type(name);
  await expectAccessible(page);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("button", { name, exact: true })).toBeVisible();
  // The press that chose the type was not taken as the form's too.
  expect(await connectionCount()).toBe(before + 1);

  await page.keyboard.press("/");
  await expect(page.getByLabel("Search connections")).toBeFocused();
  await page.keyboard.type(name);
  await expect(page).toHaveURL(/search=/);
  await page.getByRole("button", { name: `Actions for ${name}` }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Delete" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alertdialog")).toContainText(name);
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete connection" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alertdialog")).toHaveCount(0);
  await expect(page.getByRole("button", { name, exact: true })).toHaveCount(0);
});

test("every page of an organization and of a person is free of what axe finds, in light and in dark", async ({
  page,
}) => {
  const projectId = await signIn(page);
  const { data } = await (await page.request.get(`/v1/projects/${projectId}`)).json();
  const settings = ["general", "projects", "team", "invitations", "access-keys"].map(
    (tab) => `/settings/${data.org_id}/${tab}`,
  );
  const pages = [
    `/projects/${projectId}`,
    `/projects/${projectId}/agents`,
    `/projects/${projectId}/connections`,
    "/organizations",
    "/profile",
    ...settings,
  ];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    for (const path of pages) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expectAccessible(page);
    }
  }
});

test("the sign-in page tells nothing of which accounts exist, and signing out everywhere ends the session", async ({
  page,
}) => {
  await page.goto("/login");
  const refused = page.getByRole("alert").filter({ hasText: "not right" });
  for (const email of ["ada@example.com", "nobody@example.com"]) {
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill("not the password");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(refused).toHaveText("The e-mail address or the password is not right.");
  }
  await signIn(page);
  await page.goto("/profile");
  await page.getByRole("button", { name: "Sign out everywhere" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Sign out everywhere" }).click();
  await expect(page.getByText("You are signed out everywhere.")).toBeVisible();
  await page.goto("/profile");
  await expect(page).toHaveURL(/\/login/);
});
