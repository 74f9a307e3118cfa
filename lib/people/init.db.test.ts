import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { findAccessKey } from "@/lib/access-keys/lookup";
import { db } from "@/lib/db/client";
import { aPerson } from "@/lib/testing/tenant";
import { findPersonalAccessToken } from "@/lib/tokens/lookup";
import { isPassword } from "./password";
import * as people from "./repository";

const unique = () => crypto.randomUUID().slice(0, 8);
const secretOf = (prefix: string) => prefix + crypto.randomUUID().replaceAll("-", "") + unique();
let email = "";

beforeEach(() => {
  email = `${unique()}@example.com`;
});
afterEach(() => vi.unstubAllEnvs());

/** Starts with these settings, as a process does. */
async function boot(settings: Record<string, string>): Promise<void> {
  vi.unstubAllEnvs();
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(`DYNAMIQ_INIT_${name}`, value);
  vi.resetModules();
  await (await import("./init")).initFromEnvironment();
}

const everything = () => ({
  USER_EMAIL: email,
  USER_PASSWORD: "a long password",
  ORG_NAME: "Ada & Sons",
  PROJECT_NAME: "Looms",
  PROJECT_ID: crypto.randomUUID(),
  PAT: secretOf("dyn_pat_"),
  ACCESS_KEY: secretOf("dynamiq_acc_"),
});

const organizationsOf = () =>
  db().organization.findMany({
    where: { members: { some: { user: { email } } } },
    include: { members: true, projects: true, accessKeys: true },
  });

test("one start makes the person, their organization and project, and credentials that work", async () => {
  const wanted = everything();
  await boot(wanted);
  const [organization, ...others] = await organizationsOf();
  expect(others).toEqual([]);
  expect(organization).toMatchObject({ name: "Ada & Sons", members: [{ role: "owner" }] });
  expect(organization?.projects).toMatchObject([{ id: wanted.PROJECT_ID, name: "Looms" }]);
  const credentials = await people.findCredentials(email);
  expect(await isPassword("a long password", credentials?.passwordHash ?? null)).toBe(true);
  expect(await findPersonalAccessToken(wanted.PAT)).toMatchObject({ userId: credentials?.id });
  expect(await findAccessKey(wanted.ACCESS_KEY)).toMatchObject({ organizationId: organization?.id, projectId: null });
});

test("a second start changes nothing, not even a password that was changed since", async () => {
  const wanted = everything();
  await boot(wanted);
  const before = await organizationsOf();
  await boot({ ...wanted, USER_PASSWORD: "another password" });
  expect(await organizationsOf()).toEqual(before);
  const credentials = await people.findCredentials(email);
  expect(await isPassword("a long password", credentials?.passwordHash ?? null)).toBe(true);
});

test("two starts at once make one of each", async () => {
  const wanted = everything();
  for (const [name, value] of Object.entries(wanted)) vi.stubEnv(`DYNAMIQ_INIT_${name}`, value);
  vi.resetModules();
  const first = await import("./init");
  vi.resetModules();
  const second = await import("./init");
  await Promise.all([first.initFromEnvironment(), second.initFromEnvironment(), first.initFromEnvironment()]);
  const [organization, ...others] = await organizationsOf();
  expect(others).toEqual([]);
  expect(organization?.projects).toHaveLength(1);
  expect(organization?.accessKeys).toHaveLength(1);
  expect(await db().personalAccessToken.count({ where: { user: { email } } })).toBe(1);
});

test("an e-mail address and a password are enough", async () => {
  await boot({ USER_EMAIL: email.toUpperCase(), USER_PASSWORD: "a long password" });
  expect(await organizationsOf()).toMatchObject([{ name: "My organization", projects: [{ name: "My project" }] }]);
});

test("without settings nothing is made", async () => {
  const before = await db().user.count();
  await boot({});
  expect(await db().user.count()).toBe(before);
});

test.each([
  ["USER_EMAIL", { USER_EMAIL: "ada" }],
  ["USER_EMAIL", { ORG_NAME: "Nobody's" }],
  ["USER_PASSWORD", { USER_PASSWORD: "short" }],
  ["USER_PASSWORD", { USER_PASSWORD: "" }],
  ["PROJECT_ID", { PROJECT_ID: "42" }],
  ["PROJECT_NAME", { PROJECT_NAME: " " }],
  ["PAT", { PAT: "dynamiq_acc_0000000000000000000000000000000000000000" }],
  ["PAT", { PAT: "dyn_pat_short" }],
  ["ACCESS_KEY", { ACCESS_KEY: "dynamiq_acc_000000000000000000000000000000000000000" }],
])("%s that cannot be used is told in one sentence, and nothing is made", async (name, change) => {
  const wanted = "ORG_NAME" in change ? change : { ...everything(), ...change };
  await expect(boot(wanted)).rejects.toThrow(new RegExp(`^DYNAMIQ_INIT_${name} [^\n]+\\.$`));
  expect(await people.findCredentials(email)).toBeNull();
});

test("a token of 40 characters after its prefix is long enough", async () => {
  const text = `dyn_pat_${"a".repeat(32)}${unique()}`;
  await boot({ ...everything(), PAT: text });
  expect(await findPersonalAccessToken(text)).not.toBeNull();
});

test("another person's token and another organization's key are not taken over", async () => {
  const theirs = everything();
  await boot(theirs);
  email = `${unique()}@example.com`;
  await expect(boot({ ...everything(), PAT: theirs.PAT })).rejects.toThrow(/^DYNAMIQ_INIT_PAT /);
  await expect(boot({ ...everything(), ACCESS_KEY: theirs.ACCESS_KEY })).rejects.toThrow(/^DYNAMIQ_INIT_ACCESS_KEY /);
  await expect(boot({ ...everything(), PROJECT_ID: theirs.PROJECT_ID })).rejects.toThrow(/^DYNAMIQ_INIT_PROJECT_ID /);
  expect(await people.findCredentials(email)).toBeNull();
});

test("an account that a stranger registered with the address is not made owner of anything", async () => {
  await aPerson(email);
  await db().user.update({ where: { email }, data: { emailConfirmed: false } });
  await expect(boot(everything())).rejects.toThrow(/^DYNAMIQ_INIT_USER_EMAIL /);
  expect(await organizationsOf()).toEqual([]);
});
