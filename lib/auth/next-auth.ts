import "server-only";
import NextAuth, { type NextAuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { baseUrl } from "@/lib/config/base-url";
import { env } from "@/lib/config/env";
import { AppError } from "@/lib/core/errors";
import { clientAddress } from "@/lib/http/client-address";
import { signIn } from "@/lib/people/sign-in";
import { log } from "@/lib/process/log";
import { isCurrent, sessionVersionOf } from "./session";
import { isServedSecurely, SESSION_SECONDS, sessionCookieName, sessionSecret } from "./session-cookie";

/** Anything longer than this is no sign-in. */
const BODY_CHARACTERS_MAX = 16_384;

/** next-auth believes a request's host only where this is set; the host is the one we hand it below. */
// biome-ignore lint/style/noProcessEnv: it can be said in no other way
process.env.AUTH_TRUST_HOST = "true";

const optionsFor = (address: string): NextAuthOptions => ({
  secret: sessionSecret(),
  session: { strategy: "jwt", maxAge: SESSION_SECONDS },
  useSecureCookies: isServedSecurely(),
  cookies: {
    sessionToken: {
      name: sessionCookieName(),
      options: { httpOnly: true, sameSite: "lax", path: "/", secure: isServedSecurely() },
    },
  },
  pages: { signIn: "/login", error: "/login" },
  providers: [
    Credentials({
      credentials: { email: {}, password: {} },
      async authorize(given) {
        const { email, password } = given ?? {};
        if (typeof email !== "string" || typeof password !== "string") return null;
        try {
          return await signIn({ email, password, address });
        } catch (thrown) {
          const error = AppError.from(thrown);
          if (error.code !== "rate_limited") log().error({ err: error.cause ?? error }, "A sign-in failed.");
          // The page looks its message up by this name, in lib/people/sign-in-errors.ts.
          throw new Error(error.code === "rate_limited" ? "RateLimited" : "Default");
        }
      },
    }),
  ],
  callbacks: {
    /** At sign-in (`user` is given) makes what the cookie says; later refuses what was signed out everywhere. */
    async jwt({ token, user }) {
      if (user) return { sub: user.id, v: await sessionVersionOf(user.id) };
      const { sub, v } = token;
      if (typeof sub !== "string" || typeof v !== "number" || !(await isCurrent({ sub, v }))) {
        throw new Error("The session has ended.");
      }
      return { sub, v };
    },
    session: ({ session, token }) => Object.assign(session, { user: { id: token.sub } }),
    redirect: ({ url, baseUrl: origin }) => {
      const target = URL.canParse(url, origin) ? new URL(url, origin) : null;
      return target?.origin === origin ? target.toString() : origin;
    },
  },
  logger: { error: () => {}, warn: () => {}, debug: () => {} },
});

/** What next-auth's handler does with a response of the older kind. */
type Answer = { status: number; readonly headers: Headers; body: string | null };

/**
 * next-auth's own operations: `/api/auth/csrf`, `callback/credentials`, `session`, `signout`.
 *
 * It is spoken to through its older, callback-like interface: that one reads nothing from Next, so it is the same
 * code in a test.
 */
export async function nextAuthRoute(request: Request, action: readonly string[]): Promise<Response> {
  // Takes any text from anybody, for the log.
  if (action[0] === "_log") return Response.json({});
  const body = request.method === "POST" ? await bodyOf(request) : {};
  if (body === null) return Response.json({ message: "The body is too large or malformed." }, { status: 400 });
  const url = new URL(request.url);
  const origin = new URL(originOf(request));
  const given = {
    method: request.method,
    query: { ...Object.fromEntries(url.searchParams), nextauth: [...action] },
    cookies: cookiesOf(request.headers.get("cookie")),
    headers: { host: origin.host, "x-forwarded-proto": origin.protocol.slice(0, -1) },
    body,
  };
  const answer: Answer = { status: 200, headers: new Headers({ "cache-control": "no-store" }), body: null };
  await (NextAuth as unknown as (...all: unknown[]) => Promise<void>)(
    given,
    responseInto(answer),
    optionsFor(clientAddress(request.headers)),
  );
  return new Response(answer.body, { status: answer.status, headers: answer.headers });
}

function responseInto(answer: Answer) {
  const response = {
    status(code: number) {
      answer.status = code;
      return response;
    },
    getHeader: (name: string) =>
      name.toLowerCase() === "set-cookie" ? answer.headers.getSetCookie() : (answer.headers.get(name) ?? undefined),
    setHeader(name: string, value: string | string[]) {
      answer.headers.delete(name);
      for (const one of [value].flat()) answer.headers.append(name, one);
      return response;
    },
    json(value: unknown) {
      answer.headers.set("content-type", "application/json");
      answer.body = JSON.stringify(value);
      return response;
    },
    send(value: unknown) {
      if (typeof value === "string" || value === undefined) answer.body = value ?? null;
      else response.json(value);
      return response;
    },
    end: () => response,
  };
  return response;
}

/** The origin people use: as the operator set it, or else as the browser asked for it. */
function originOf(request: Request): string {
  if (env().BASE_URL) return baseUrl();
  const host = request.headers.get("host") ?? new URL(request.url).host;
  return URL.canParse(`http://${host}`) ? `http://${host}` : baseUrl();
}

async function bodyOf(request: Request): Promise<Record<string, string> | null> {
  const text = await request.text();
  if (text.length > BODY_CHARACTERS_MAX) return null;
  if (!request.headers.get("content-type")?.includes("application/json")) {
    return Object.fromEntries(new URLSearchParams(text));
  }
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, string>) : null;
  } catch {
    return null;
  }
}

const cookiesOf = (header: string | null): Record<string, string> =>
  Object.fromEntries(
    (header ?? "").split(";").flatMap((pair) => {
      const at = pair.indexOf("=");
      if (at < 1) return [];
      const value = pair.slice(at + 1).trim();
      try {
        return [[pair.slice(0, at).trim(), decodeURIComponent(value)]];
      } catch {
        return [[pair.slice(0, at).trim(), value]];
      }
    }),
  );
