import "server-only";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import type { Context } from "./context";
import { personOfCookies } from "./session";

/** Who looks at the page, or null where nobody is signed in: for pages that are open to everyone. */
export const optionalPageContext = cache(async (): Promise<Context | null> => {
  const given = await headers();
  const userId = await personOfCookies(given.get("cookie"));
  if (!userId) return null;
  const requestId = given.get("x-request-id") ?? crypto.randomUUID();
  return { actor: { kind: "person", userId, via: "session" }, requestId };
});

/** Who looks at the page. Sends whoever is not signed in to the sign-in page. */
export async function pageContext(): Promise<Context> {
  return (await optionalPageContext()) ?? redirect("/login");
}
