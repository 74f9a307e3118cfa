import "server-only";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { isServedSecurely } from "@/lib/auth/session";
import { env } from "@/lib/config/env";
import { AppError, badRequest, notFound } from "@/lib/core/errors";
import { errorResponse } from "@/lib/http/error-response";
import { WholeResponse } from "@/lib/http/whole-response";
import { log } from "@/lib/process/log";
import { metrics } from "@/lib/process/metrics";
import { appsPlane } from "./apps";
import { sanitize, setDataHeaders, setPageHeaders } from "./headers";
import { destinationOf } from "./host";
import type { Pages } from "./pages";
import { processPlane } from "./process";

/** Longer than this, in seconds, and a request is worth a line in the log. */
const SLOW_SECONDS = 10;

/** Answers what the server is asked, each request by its plane; `pages` is null where this process serves none. */
export function answerRequests(server: Server, pages: Pages | null): { refuseNew(): void } {
  const { DYNAMIQ_APPS_DOMAIN: appsDomain, DYNAMIQ_ROLES, DYNAMIQ_TRUST_PROXY: trustProxy, NODE_ENV } = env();
  const isSecure = isServedSecurely();
  const pageOptions = { isDev: NODE_ENV === "development", isSecure, appsDomain };
  let isStopping = false;
  const apps = listener((request) => appsPlane().fetch(request));
  const own = listener((request) => processPlane({ isStopping: () => isStopping }).fetch(request));
  const nowhere = listener((request) => notServed(request));
  const unreadable = listener((request) => errorResponse(UNREADABLE_PATH, request.headers.get("x-request-id") ?? ""));

  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    const requestId = sanitize(request, { trustProxy });
    response.setHeader("x-request-id", requestId);
    if (isStopping) response.setHeader("connection", "close");
    const destination = destinationOf(request.headers.host, request.url ?? "/", appsDomain);
    observe(request, response, { plane: destination.plane, requestId });
    answer().catch((err: unknown) => {
      log().error({ err, requestId }, "A request could not be answered.");
      response.destroy();
    });

    async function answer(): Promise<void> {
      if (!isReadable(request.url)) {
        setDataHeaders(response, isSecure);
        return unreadable(request, response);
      }
      if (destination.plane === "web" && pages) {
        setPageHeaders(request, response, pageOptions);
        return pages.answer(request, response);
      }
      setDataHeaders(response, isSecure);
      if (destination.plane === "process") return own(request, response);
      if (destination.plane === "web" || !DYNAMIQ_ROLES.includes("data")) return nowhere(request, response);
      request.url = destination.url;
      return apps(request, response);
    }
  });
  return {
    refuseNew() {
      isStopping = true;
    },
  };
}

const listener = (fetch: (request: Request) => Response | Promise<Response>) =>
  getRequestListener(
    async (request, { outgoing }) => {
      const response = await fetch(request);
      if (!(response instanceof WholeResponse)) return response;
      // One write, and no stream to read what is here already.
      outgoing.statusCode = response.status;
      (outgoing as ServerResponse).setHeaders(response.headers);
      outgoing.end(response.whole);
      return RESPONSE_ALREADY_SENT;
    },
    { overrideGlobalObjects: false },
  );

const notServed = (request: Request): Response =>
  errorResponse(notFound("Page"), request.headers.get("x-request-id") ?? "");

const UNREADABLE_PATH = badRequest("The address has a % that encodes nothing.");

/** Next answers a path that cannot be decoded with a failure of its own, in no shape of ours. */
function isReadable(url = "/"): boolean {
  try {
    decodeURIComponent(url.split(/[?#]/, 1)[0] ?? "");
    return true;
  } catch {
    return false;
  }
}

/** Counts the request once it has ended, however it ends; tells of those that failed by our fault, or took long. */
function observe(
  request: IncomingMessage,
  response: ServerResponse,
  { plane, requestId }: { plane: string; requestId: string },
): void {
  const startedAt = performance.now();
  const { method = "GET" } = request;
  // Without the query: it may hold what is nobody's business.
  const path = request.url?.split("?")[0];
  response.once("close", () => {
    const seconds = (performance.now() - startedAt) / 1000;
    const status = response.writableFinished ? response.statusCode : AppError.from(new AppError("canceled", "")).status;
    metrics().requests.inc({
      plane,
      method: KNOWN_METHODS.has(method) ? method : "other",
      status: `${Math.floor(status / 100)}xx`,
    });
    metrics().requestSeconds.observe({ plane }, seconds);
    const line = { requestId, method, path, status, ms: Math.round(seconds * 1000) };
    if (status >= 500) log().warn(line, "Answered with a failure.");
    else if (seconds > SLOW_SECONDS && plane !== "app") log().info(line, "Answered slowly.");
    else log().debug(line, "Answered.");
  });
}

/** A caller may send any word as a method; a label must not grow with them. */
const KNOWN_METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
