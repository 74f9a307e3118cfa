import { expect, test } from "vitest";
import { personOfCookies } from "@/lib/auth/session";
import { db } from "@/lib/db/client";
import { hashPassword } from "@/lib/people/password";
import { aCookie, aPerson, aPersonalAccessToken } from "@/lib/testing/tenant";
import { PUT as changePassword } from "./password/route";
import { PUT as updateMe } from "./route";

const nowhere = { params: Promise.resolve({}) };
const put = (headers: Record<string, string>, body: unknown) =>
  new Request("http://localhost/v1/me", {
    method: "PUT",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });

test("a text that cannot be stored is the caller's fault", async () => {
  const headers = { authorization: `Bearer ${await aPersonalAccessToken(await aPerson())}` };
  const response = await updateMe(put(headers, { first_name: "A\u0000da" }), nowhere);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: { message: expect.stringContaining("NUL") } });
});

test("what one may not change about oneself is not changed", async () => {
  const userId = await aPerson();
  const before = await db().user.findUniqueOrThrow({ where: { id: userId } });
  const headers = { authorization: `Bearer ${await aPersonalAccessToken(userId)}` };
  const more = { id: crypto.randomUUID(), email: "other@example.com", password_hash: "x", session_version: 9 };
  const response = await updateMe(put(headers, { first_name: "Ada", ...more }), nowhere);
  expect(response.status).toBe(200);
  const { updatedAt: _, ...after } = await db().user.findUniqueOrThrow({ where: { id: userId } });
  expect({ ...before, ...after }).toEqual({ ...before, firstName: "Ada" });
});

test("a new password keeps this browser signed in and ends the others", async () => {
  const userId = await aPerson();
  await db().user.update({ where: { id: userId }, data: { passwordHash: await hashPassword("the old password") } });
  const cookie = await aCookie(userId);
  const passwords = { current_password: "the old password", new_password: "the new password" };
  const response = await changePassword(put({ cookie, "sec-fetch-site": "same-origin" }, passwords), nowhere);
  expect(response.status).toBe(200);
  const [renewed = ""] = response.headers.getSetCookie();
  expect(renewed).toMatch(/; HttpOnly; SameSite=Lax/);
  expect(await personOfCookies(renewed.split(";")[0] ?? "")).toBe(userId);
  expect(await personOfCookies(cookie)).toBeNull();
});
