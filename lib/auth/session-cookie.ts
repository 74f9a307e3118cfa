import "server-only";
import { hkdfSync } from "node:crypto";
import { decode, encode } from "next-auth/jwt";
import { env } from "@/lib/config/env";
import { isId } from "@/lib/core/fields";
import { shared } from "@/lib/process/shared";

/** Seconds after which a browser that was not used signs in again. */
export const SESSION_SECONDS = 30 * 24 * 60 * 60;

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

/** The cookie's value. */
export const sealSession = (session: SessionToken): Promise<string> =>
  encode({ token: session, secret: sessionSecret(), maxAge: SESSION_SECONDS });

/** The whole `Set-Cookie` header for a sealed session. */
export function setSessionCookie(sealed: string): string {
  const flags = `Path=/; Max-Age=${SESSION_SECONDS}; HttpOnly; SameSite=Lax${isServedSecurely() ? "; Secure" : ""}`;
  return `${sessionCookieName()}=${sealed}; ${flags}`;
}

/**
 * What the session cookie of a `Cookie` header says, or null where there is none, or it is forged or too old.
 * Whether the person ended it since is not known here: that needs the database.
 */
export async function readSession(header: string | null): Promise<SessionToken | null> {
  const value = cookieOf(header, sessionCookieName());
  if (!value) return null;
  const token = await decode({ token: value, secret: sessionSecret() }).catch(() => null);
  if (!token || typeof token.sub !== "string" || !isId(token.sub) || typeof token.v !== "number") return null;
  return { sub: token.sub, v: token.v };
}

function cookieOf(header: string | null, name: string): string | null {
  for (const pair of header?.split(";") ?? []) {
    const at = pair.indexOf("=");
    if (pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return null;
}
