import { expect, test } from "vitest";
import { authenticate } from "@/lib/auth/authenticate";
import { PageQuery } from "@/lib/core/page";
import { db } from "@/lib/db/client";
import { listOrganizations } from "@/lib/organizations/service";
import { aPerson, aPersonalAccessToken, asPerson, aTenant } from "@/lib/testing/tenant";
import { findPersonalAccessToken } from "./lookup";
import { createPersonalAccessToken, deletePersonalAccessToken, listPersonalAccessTokens } from "./service";
import { usesWritten } from "./use";

const firstPage = PageQuery.parse({});
const HOUR = 60 * 60 * 1000;

test("a token stands for its person until it is revoked, and not a moment longer", async () => {
  const userId = await aPerson();
  const { id, token } = await createPersonalAccessToken(asPerson(userId), { name: "CI" });
  expect(await findPersonalAccessToken(token)).toEqual({ kind: "person", userId, via: "pat" });
  await deletePersonalAccessToken(asPerson(userId), id);
  expect(await findPersonalAccessToken(token)).toBeNull();
});

test("a token's text is in the answer that makes it and nowhere else", async () => {
  const userId = await aPerson();
  const { token } = await createPersonalAccessToken(asPerson(userId), { name: "CI" });
  const list = await listPersonalAccessTokens(asPerson(userId), firstPage);
  expect(JSON.stringify(list)).not.toContain(token.slice(12, -4));
  const rows = await db().$queryRaw`select * from personal_access_token where user_id = ${userId}::uuid`;
  expect(JSON.stringify(rows)).not.toContain(token.slice(12, -4));
});

test("an expired token is nobody's", async () => {
  const userId = await aPerson();
  const token = await aPersonalAccessToken(userId, new Date(Date.now() - 1000));
  expect(await findPersonalAccessToken(token)).toBeNull();
});

test("a token cannot be made that has expired already", async () => {
  const expires_at = new Date(Date.now() - HOUR).toISOString();
  await expect(createPersonalAccessToken(asPerson(await aPerson()), { name: "CI", expires_at })).rejects.toMatchObject({
    code: "bad_request",
    details: { expires_at: expect.any(String) },
  });
});

test("somebody else's token is neither listed nor revoked", async () => {
  const [mine, theirs] = [await aPerson(), await aPerson()];
  const { id, token } = await createPersonalAccessToken(asPerson(theirs), { name: "CI" });
  expect((await listPersonalAccessTokens(asPerson(mine), firstPage)).items).toEqual([]);
  await expect(deletePersonalAccessToken(asPerson(mine), id)).rejects.toMatchObject({ code: "not_found" });
  expect(await findPersonalAccessToken(token)).not.toBeNull();
});

test("a removed member's token is worth nothing for that organization at once", async () => {
  const tenant = await aTenant();
  const pat = await tenant.pat("member");
  const ctx = async () => ({
    actor: await authenticate(
      new Request("http://localhost/v1/orgs", { headers: { authorization: `Bearer ${pat}` } }),
      { accepts: ["session", "pat"] },
    ),
    requestId: "1",
  });
  expect((await listOrganizations(await ctx(), firstPage)).items).toHaveLength(1);
  await db().organizationMember.delete({
    where: {
      organizationId_userId: { organizationId: tenant.organizationId, userId: await tenant.userId("member") },
    },
  });
  expect((await listOrganizations(await ctx(), firstPage)).items).toEqual([]);
});

test("the last use is noted, once a minute at most", async () => {
  const userId = await aPerson();
  const { id, token } = await createPersonalAccessToken(asPerson(userId), { name: "CI" });
  await findPersonalAccessToken(token);
  await usesWritten();
  const { lastUsedAt } = await db().personalAccessToken.findUniqueOrThrow({ where: { id } });
  expect(lastUsedAt).toBeInstanceOf(Date);
  await findPersonalAccessToken(token);
  await usesWritten();
  const again = await db().personalAccessToken.findUniqueOrThrow({ where: { id } });
  expect(again.lastUsedAt).toEqual(lastUsedAt);
});
