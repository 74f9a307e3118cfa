import { type NextRequest, NextResponse } from "next/server";
import { readSession } from "@/lib/auth/session-cookie";

/**
 * Sends whoever is not signed in from a page to the sign-in page, and back afterwards.
 *
 * A convenience, not a guard: pages and operations ask for themselves who is there.
 */
export default async function proxy(request: NextRequest): Promise<NextResponse> {
  if (await readSession(request.headers.get("cookie"))) return NextResponse.next();
  const { pathname, search } = request.nextUrl;
  const target = new URLSearchParams({ callbackUrl: pathname + search });
  return NextResponse.redirect(new URL(`/login?${target}`, request.url));
}

export const config = {
  /** Pages, but for those that are open to everyone and what lies in `public` (whose names have a dot). */
  matcher: ["/((?!v1(?:/|$)|api/|apps/|_next/|login$|signup$|reference$|.*\\.).+)"],
};
