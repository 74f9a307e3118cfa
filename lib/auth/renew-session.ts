import "server-only";
import type { Endpoint, RouteContext } from "@/lib/http/endpoint";
import { sessionCookieFor } from "./session";
import { readSession } from "./session-cookie";

/** An operation that ends every session of the person who asked, and gives this browser a new one. */
export function renewingSession(endpoint: Endpoint): Endpoint {
  async function handle(request: Request, route: RouteContext): Promise<Response> {
    const response = await endpoint(request, route);
    const session = response.ok ? await readSession(request.headers.get("cookie")) : null;
    if (session) response.headers.append("set-cookie", await sessionCookieFor(session.sub));
    return response;
  }
  return Object.assign(handle, { contract: endpoint.contract });
}
