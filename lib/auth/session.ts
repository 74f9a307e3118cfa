import "server-only";
import { db } from "@/lib/db/client";
import { shared } from "@/lib/process/shared";
import { readSession, type SessionToken, sealSession, setSessionCookie } from "./session-cookie";

export { isServedSecurely, sessionCookieName } from "./session-cookie";

/** How long a person's session version is believed without asking the database, in milliseconds. */
const VERSION_FRESH_MS = 2000;
const VERSIONS_MAX = 10_000;

/** The value of a session cookie for a person. */
export const makeSessionToken = async (userId: string): Promise<string> =>
  sealSession({ sub: userId, v: await sessionVersionOf(userId) });

/** The whole `Set-Cookie` header that signs a person in. */
export const sessionCookieFor = async (userId: string): Promise<string> =>
  setSessionCookie(await makeSessionToken(userId));

export async function sessionVersionOf(userId: string): Promise<number> {
  const row = await db().user.findUniqueOrThrow({ where: { id: userId }, select: { sessionVersion: true } });
  return row.sessionVersion;
}

/** The person signed in at the browser that sent the request, or null. */
export const sessionPerson = (request: Pick<Request, "headers">): Promise<string | null> =>
  personOfCookies(request.headers.get("cookie"));

/** The person a `Cookie` header's session belongs to; null where there is none, or it is forged, too old or ended. */
export async function personOfCookies(header: string | null): Promise<string | null> {
  const session = await readSession(header);
  return session && (await isCurrent(session)) ? session.sub : null;
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
