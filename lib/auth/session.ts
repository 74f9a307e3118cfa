import "server-only";
import { hkdfSync } from "node:crypto";
import { decode, encode } from "next-auth/jwt";
import { env } from "@/lib/config/env";
import { isId } from "@/lib/core/fields";
import { db } from "@/lib/db/client";
import { shared } from "@/lib/process/shared";

/** Seconds after which a browser that was not used signs in again. */
export const SESSION_SECONDS = 30 * 24 * 60 * 60;

/** How long a person's session version is believed without asking the database, in milliseconds. */
const VERSION_FRESH_MS = 2000;
const VERSIONS_MAX = 10_000;

/** What a session cookie says, sealed. `v` is the person's session version at sign-in. */
export type SessionToken = { readonly sub: string; readonly v: number };

/** Seals the session cookie; made from the master key, so it is the same in each process and nowhere stored. */
export const sessionSecret = (): string =>
  shared("session-secret", () => {
    const masterKey = env().DYNAMIQ_MASTER_KEY;
    if (!masterKey) throw new Error("DYNAMIQ_MASTER_KEY is not set: sessions cannot be sealed without it.");
    return Buffer.from(hkdfSync("sha256", masterKey, "", "dynamiq session cookie", 32)).toString("base64url");
  });

export const isServedSecurely = (): boolean => env().BASE_URL?.startsWith("https://") ?? false;

/** Name of the session cookie. Browsers take the `__Secure-` one over https only. */
export const sessionCookieName = (): string =>
  isServedSecurely() ? "__Secure-next-auth.session-token" : "next-auth.session-token";

/** The value of a session cookie for a person. */
export async function makeSessionToken(userId: string): Promise<string> {
  const token = { sub: userId, v: await sessionVersionOf(userId) } satisfies SessionToken;
  return encode({ token, secret: sessionSecret(), maxAge: SESSION_SECONDS });
}

/** The whole `Set-Cookie` header that signs a person in. */
export async function sessionCookieFor(userId: string): Promise<string> {
  const flags = `Path=/; Max-Age=${SESSION_SECONDS}; HttpOnly; SameSite=Lax${isServedSecurely() ? "; Secure" : ""}`;
  return `${sessionCookieName()}=${await makeSessionToken(userId)}; ${flags}`;
}

export async function sessionVersionOf(userId: string): Promise<number> {
  const row = await db().user.findUniqueOrThrow({ where: { id: userId }, select: { sessionVersion: true } });
  return row.sessionVersion;
}

/** The person signed in at the browser that sent the request, or null. */
export const sessionPerson = (request: Pick<Request, "headers">): Promise<string | null> =>
  personOfCookies(request.headers.get("cookie"));

/** The person a `Cookie` header's session belongs to; null where there is none, or it is forged, expired or ended. */
export async function personOfCookies(header: string | null): Promise<string | null> {
  const session = await readSession(header);
  return session && (await isCurrent(session)) ? session.sub : null;
}

/** What the session cookie says, its seal and age checked but not whether the person ended it since. */
export async function readSession(header: string | null): Promise<SessionToken | null> {
  const value = cookieOf(header, sessionCookieName());
  if (!value) return null;
  const token = await decode({ token: value, secret: sessionSecret() }).catch(() => null);
  if (!token || typeof token.sub !== "string" || !isId(token.sub) || typeof token.v !== "number") return null;
  return { sub: token.sub, v: token.v };
}

/** Whether nobody signed the person out everywhere since. */
export async function isCurrent({ sub, v }: SessionToken): Promise<boolean> {
  const known = versions().get(sub);
  if (known && known.until > Date.now()) return known.version === v;
  const row = await db().user.findUnique({ where: { id: sub }, select: { sessionVersion: true } });
  const version = row?.sessionVersion ?? null;
  if (versions().size >= VERSIONS_MAX) versions().clear();
  versions().set(sub, { version, until: Date.now() + VERSION_FRESH_MS });
  return version === v;
}

/** Has the next request ask the database: for whoever changes a session version. */
export const forgetSessionVersion = (userId: string): boolean => versions().delete(userId);

const versions = () => shared("session-versions", () => new Map<string, { version: number | null; until: number }>());

function cookieOf(header: string | null, name: string): string | null {
  for (const pair of header?.split(";") ?? []) {
    const at = pair.indexOf("=");
    if (pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return null;
}
