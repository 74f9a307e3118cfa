import { describe, expect, test } from "vitest";
import { nextAuthRoute } from "@/lib/auth/next-auth";
import { personOfCookies } from "@/lib/auth/session";
import { db } from "@/lib/db/client";
import { createInvitation } from "@/lib/invitations/service";
import { listOrganizations } from "@/lib/organizations/service";
import { asPerson, aTenant } from "@/lib/testing/tenant";
import { hashPassword } from "./password";
import { registerPerson, registrationMode } from "./registration";
import { changePassword, getMe, signOutEverywhere, updateMe } from "./service";
import { signIn } from "./sign-in";

const PASSWORD = "correct horse battery";
const anAddress = () => `${crypto.randomUUID()}@example.com`;
/** A network address of its own for each test, so that none runs into another's limit. */
const aHost = () => `host-${crypto.randomUUID()}`;

async function anAccount(): Promise<{ id: string; email: string }> {
  const email = anAddress();
  const { id } = await db().user.create({ data: { email, passwordHash: await hashPassword(PASSWORD) } });
  return { id, email };
}

const registration = (email: string, invitation?: string) => ({
  email,
  password: PASSWORD,
  first_name: "Ada",
  last_name: "",
  ...(invitation !== undefined && { invitation }),
});

describe("registration", () => {
  test("of several first accounts at once, one is made", async () => {
    await db().user.deleteMany();
    expect(await registrationMode()).toBe("first");
    const results = await Promise.allSettled(
      Array.from({ length: 6 }, () => registerPerson(registration(anAddress()), aHost())),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const result of results) {
      if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "forbidden" });
    }
    expect(await db().user.count()).toBe(1);
    expect(await registrationMode()).toBe("invited");
  });

  test("with an invitation makes a member with its role, once", async () => {
    const tenant = await aTenant();
    const email = anAddress();
    const { url } = await createInvitation(await tenant.as("owner"), tenant.organizationId, { email, role: "admin" });
    const secret = new URL(url).searchParams.get("invitation") ?? "";
    const { id } = await registerPerson(registration(email, secret), aHost());
    expect((await listOrganizations(asPerson(id), { page: 1, page_size: 25 })).items).toMatchObject([
      { id: tenant.organizationId, role: "admin" },
    ]);
    await db().user.update({ where: { id }, data: { email: anAddress() } });
    await expect(registerPerson(registration(email, secret), aHost())).rejects.toMatchObject({ code: "forbidden" });
  });

  test("with somebody else's invitation is refused", async () => {
    const tenant = await aTenant();
    const { url } = await createInvitation(await tenant.as("owner"), tenant.organizationId, {
      email: anAddress(),
      role: "owner",
    });
    const secret = new URL(url).searchParams.get("invitation") ?? "";
    await expect(registerPerson(registration(anAddress(), secret), aHost())).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  test("without an invitation says the same whether the address has an account", async () => {
    const { email } = await anAccount();
    const say = (address: string) => registerPerson(registration(address), aHost()).catch((error: unknown) => error);
    expect(await say(email)).toEqual(await say(anAddress()));
  });

  test("leaves nothing behind where it fails", async () => {
    const tenant = await aTenant();
    const { email } = await anAccount();
    const { id, url } = await createInvitation(await tenant.as("owner"), tenant.organizationId, {
      email,
      role: "member",
    });
    const secret = new URL(url).searchParams.get("invitation") ?? "";
    await expect(registerPerson(registration(email, secret), aHost())).rejects.toMatchObject({ code: "conflict" });
    expect((await db().invitation.findUniqueOrThrow({ where: { id } })).acceptedAt).toBeNull();
  });

  test("is refused after many from one address", async () => {
    await anAccount();
    const host = aHost();
    const attempt = () =>
      registerPerson(registration(anAddress()), host).catch((error: { code: string }) => error.code);
    for (let count = 0; count < 20; count++) expect(await attempt()).toBe("forbidden");
    expect(await attempt()).toBe("rate_limited");
  });
});

describe("signing in", () => {
  test("takes the e-mail address in any case, and the password exactly", async () => {
    const { id, email } = await anAccount();
    expect(await signIn({ email: ` ${email.toUpperCase()} `, password: PASSWORD, address: aHost() })).toEqual({ id });
    expect(await signIn({ email, password: PASSWORD.toUpperCase(), address: aHost() })).toBeNull();
    expect(await signIn({ email, password: "", address: aHost() })).toBeNull();
  });

  test("takes a password that was typed on another system", async () => {
    const email = anAddress();
    const { id } = await db().user.create({
      data: { email, passwordHash: await hashPassword("na\u00efve caf\u00e9") },
    });
    expect(await signIn({ email, password: "nai\u0308ve cafe\u0301", address: aHost() })).toEqual({ id });
  });

  test("does not take a password's hash for the password", async () => {
    const { email, id } = await anAccount();
    const { passwordHash } = await db().user.findUniqueOrThrow({ where: { id }, select: { passwordHash: true } });
    expect(await signIn({ email, password: passwordHash, address: aHost() })).toBeNull();
  });

  test.each([
    ["an account", async () => (await anAccount()).email],
    ["no account", async () => anAddress()],
    ["no e-mail address", async () => `nobody ${crypto.randomUUID()}`],
  ])("with %s answers the same, and is refused after ten failures", async (_name, make) => {
    const [email, address] = [await make(), aHost()];
    const attempt = () =>
      signIn({ email, password: "wrong password", address }).catch((error: { code: string }) => error.code);
    for (let count = 0; count < 10; count++) expect(await attempt()).toBeNull();
    expect(await attempt()).toBe("rate_limited");
  });

  test("many guesses at once do not pass together", async () => {
    const [{ email }, address] = [await anAccount(), aHost()];
    const results = await Promise.allSettled(
      Array.from({ length: 25 }, () => signIn({ email, password: "wrong password", address })),
    );
    expect(results.filter(({ status }) => status === "fulfilled").length).toBeLessThanOrEqual(10);
  });

  test("somebody else's failures do not lock a person out", async () => {
    const [{ email, id }, attacker] = [await anAccount(), aHost()];
    for (let count = 0; count < 15; count++) {
      await signIn({ email, password: "wrong password", address: attacker }).catch(() => {});
    }
    expect(await signIn({ email, password: PASSWORD, address: aHost() })).toEqual({ id });
  });

  test("one address that tries many accounts is refused", async () => {
    const address = aHost();
    const attempt = () =>
      signIn({ email: anAddress(), password: "wrong password", address }).catch(
        (error: { code: string }) => error.code,
      );
    const answers = await Promise.all(Array.from({ length: 60 }, attempt));
    expect(answers).toContain("rate_limited");
  });

  test("a success forgets the failures before it", async () => {
    const [{ email, id }, address] = [await anAccount(), aHost()];
    for (let round = 0; round < 3; round++) {
      for (let count = 0; count < 9; count++) {
        expect(await signIn({ email, password: "wrong password", address })).toBeNull();
      }
      expect(await signIn({ email, password: PASSWORD, address })).toEqual({ id });
    }
  });
});

describe("a session", () => {
  type Browser = {
    cookies: Map<string, string>;
    send: (action: string, form?: Record<string, string>) => Promise<Response>;
  };

  /** Keeps cookies, as a browser does. */
  function aBrowser(host = "127.0.0.1"): Browser {
    const cookies = new Map<string, string>();
    const send = async (action: string, form?: Record<string, string>) => {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
      const request = new Request(`http://localhost:3000/api/auth/${action}`, {
        method: form ? "POST" : "GET",
        headers: {
          host: "localhost:3000",
          "x-forwarded-for": host,
          ...(cookie && { cookie }),
          ...(form && { "content-type": "application/x-www-form-urlencoded" }),
        },
        ...(form && { body: new URLSearchParams(form).toString() }),
      });
      const response = await nextAuthRoute(request, action.split("/"));
      for (const header of response.headers.getSetCookie()) {
        const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(header) ?? [];
        if (/max-age=0|expires=thu, 01 jan 1970/i.test(header)) cookies.delete(name);
        else cookies.set(name, value);
      }
      return response;
    };
    return { cookies, send };
  }

  async function signInAt(browser: Browser, email: string, password: string, more: Record<string, string> = {}) {
    const { csrfToken } = (await (await browser.send("csrf")).json()) as { csrfToken: string };
    const form = { email, password, csrfToken, json: "true", ...more };
    return browser.send("callback/credentials", form);
  }

  const cookieOf = ({ cookies }: Browser) => [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");

  test("begins with the right password, in a cookie that scripts cannot read", async () => {
    const { id, email } = await anAccount();
    const browser = aBrowser();
    const response = await signInAt(browser, email, PASSWORD);
    expect(response.status).toBe(200);
    const header = response.headers.getSetCookie().find((one) => one.startsWith("next-auth.session-token="));
    expect(header).toMatch(/HttpOnly/i);
    expect(header).toMatch(/SameSite=Lax/i);
    expect(await personOfCookies(cookieOf(browser))).toBe(id);
    const session = (await (await browser.send("session")).json()) as unknown;
    expect(session).toEqual({ user: { id }, expires: expect.any(String) });
  });

  test("does not begin with a wrong password, nor without the page's own token", async () => {
    const { email } = await anAccount();
    const browser = aBrowser();
    const wrong = await signInAt(browser, email, "wrong password");
    expect(await wrong.json()).toEqual({ url: expect.stringContaining("error=CredentialsSignin") });
    expect(await personOfCookies(cookieOf(browser))).toBeNull();
    const forged = await browser.send("callback/credentials", { email, password: PASSWORD, csrfToken: "forged" });
    expect(forged.headers.get("location")).toContain("csrf=true");
    expect(await personOfCookies(cookieOf(browser))).toBeNull();
  });

  test("says so when there were too many attempts", async () => {
    const { email } = await anAccount();
    const browser = aBrowser("203.0.113.7");
    for (let count = 0; count < 10; count++) await signInAt(browser, email, "wrong password");
    const refused = await signInAt(browser, email, PASSWORD);
    expect(await refused.json()).toEqual({ url: expect.stringContaining("error=RateLimited") });
  });

  test.each([
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "http://localhost:3000.evil.example",
  ])("never leads to another site (%s)", async (callbackUrl) => {
    const { email } = await anAccount();
    const response = await signInAt(aBrowser(), email, PASSWORD, { callbackUrl });
    const { url } = (await response.json()) as { url?: string };
    if (url) expect(new URL(url).origin).toBe("http://localhost:3000");
    expect(response.headers.get("location")).toBeNull();
  });

  test("ends at sign-out", async () => {
    const { email } = await anAccount();
    const browser = aBrowser();
    await signInAt(browser, email, PASSWORD);
    const { csrfToken } = (await (await browser.send("csrf")).json()) as { csrfToken: string };
    await browser.send("signout", { csrfToken, json: "true" });
    expect(await personOfCookies(cookieOf(browser))).toBeNull();
  });

  test("ends everywhere when its person says so", async () => {
    const { id, email } = await anAccount();
    const [here, there] = [aBrowser(), aBrowser()];
    await signInAt(here, email, PASSWORD);
    await signInAt(there, email, PASSWORD);
    expect(await personOfCookies(cookieOf(there))).toBe(id);
    await signOutEverywhere(asPerson(id));
    expect(await personOfCookies(cookieOf(here))).toBeNull();
    expect(await personOfCookies(cookieOf(there))).toBeNull();
    expect(await (await there.send("session")).json()).toEqual({});
  });

  test("is not begun by a cookie that was made elsewhere or tampered with", async () => {
    const { email } = await anAccount();
    const browser = aBrowser();
    await signInAt(browser, email, PASSWORD);
    const name = "next-auth.session-token";
    const value = browser.cookies.get(name) ?? "";
    const none = Buffer.from('{"alg":"none"}').toString("base64url");
    for (const forged of [
      "",
      "x",
      `${value.slice(0, -2)}xx`,
      `${none}.${Buffer.from(JSON.stringify({ sub: crypto.randomUUID(), v: 0 })).toString("base64url")}.`,
    ]) {
      expect(await personOfCookies(`${name}=${forged}`)).toBeNull();
    }
  });

  test("the log takes no text from strangers", async () => {
    const response = await aBrowser().send("_log", { level: "error", code: "x" });
    expect(await response.json()).toEqual({});
  });
});

describe("one's own account", () => {
  test("is read and changed, field by field", async () => {
    const { id, email } = await anAccount();
    expect(await updateMe(asPerson(id), { first_name: "Grace", timezone: "Europe/Kyiv" })).toMatchObject({
      email,
      first_name: "Grace",
      last_name: "",
      timezone: "Europe/Kyiv",
    });
    expect(await getMe(asPerson(id))).toMatchObject({ first_name: "Grace" });
  });

  test("a new password replaces the old one and ends the sessions", async () => {
    const { id, email } = await anAccount();
    const before = await db().user.findUniqueOrThrow({ where: { id } });
    await changePassword(asPerson(id), { current_password: PASSWORD, new_password: "another long one" });
    expect(await signIn({ email, password: PASSWORD, address: aHost() })).toBeNull();
    expect(await signIn({ email, password: "another long one", address: aHost() })).toEqual({ id });
    const after = await db().user.findUniqueOrThrow({ where: { id } });
    expect(after.sessionVersion).toBe(before.sessionVersion + 1);
  });

  test("a password is not changed by whoever does not know it, however often they guess", async () => {
    const { id, email } = await anAccount();
    const attempt = () =>
      changePassword(asPerson(id), { current_password: "a guess", new_password: "another long one" }).catch(
        (error: { code: string }) => error.code,
      );
    for (let count = 0; count < 10; count++) expect(await attempt()).toBe("bad_request");
    expect(await attempt()).toBe("rate_limited");
    expect(await signIn({ email, password: PASSWORD, address: aHost() })).toEqual({ id });
  });
});
