import "server-only";
import type { Actor } from "@/lib/auth/context";
import type { Contract } from "@/lib/core/contract";
import { forbidden } from "@/lib/core/errors";

/**
 * Refuses a write that rides on a browser's cookie from another site's page.
 *
 * A browser says where a request comes from (`Sec-Fetch-Site`, or else `Origin`); one that says neither
 * is no browser, and has no cookie of ours unless somebody put it there on purpose.
 */
export function refuseForeignOrigin(request: Request, { method }: Pick<Contract, "method">, actor: Actor): void {
  if (method === "GET" || actor.kind !== "person" || actor.via !== "session") return;
  const site = request.headers.get("sec-fetch-site");
  const origin = request.headers.get("origin");
  const isOurs = site
    ? site === "same-origin" || site === "none"
    : origin === null || hostOf(origin) === ownHost(request);
  if (!isOurs) throw forbidden("This request came from another site's page.");
}

/** Hosts alone are compared: behind a proxy that ends TLS we are asked over http for a page that came over https. */
const hostOf = (origin: string): string | null => (URL.canParse(origin) ? new URL(origin).host : null);

const ownHost = (request: Request): string => request.headers.get("host") ?? new URL(request.url).host;
