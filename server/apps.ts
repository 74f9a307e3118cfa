import "server-only";
import { Hono, type Context as HonoContext } from "hono";
import { invokeApp } from "@/lib/apps/contract";
import { type DeployedApp, deployedApp } from "@/lib/apps/deployed";
import { invokeDeployed } from "@/lib/apps/service/invoke";
import { authenticate } from "@/lib/auth/authenticate";
import type { Actor } from "@/lib/auth/context";
import { AppError, notFound } from "@/lib/core/errors";
import { PathId } from "@/lib/core/fields";
import type { Endpoint, RouteContext } from "@/lib/http/endpoint";
import { errorResponse } from "@/lib/http/error-response";
import { parseRequest } from "@/lib/http/parse-request";
import { requestIdOf } from "@/lib/http/request-id";
import { log } from "@/lib/process/log";

/**
 * An app at its own address. Like `endpoint`, but that whom it admits, and which pages may call it from a browser, the
 * app decides.
 */
async function handleInvocation(request: Request, route: RouteContext): Promise<Response> {
  const requestId = requestIdOf(request);
  let app: DeployedApp | null = null;
  try {
    app = await deployedApp(PathId.parse((await route.params)?.app_id));
    const actor = await callerOf(request, app);
    if (!app) throw notFound("App");
    const { body } = await parseRequest(invokeApp, request, route);
    const response = await invokeDeployed({ actor, requestId }, app, body as Parameters<typeof invokeDeployed>[2]);
    response.headers.set("x-request-id", requestId);
    return openTo(app, response);
  } catch (thrown) {
    const error = AppError.from(thrown);
    if (error.status >= 500) log().error({ requestId, appId: app?.id, err: error.cause ?? error }, error.message);
    return openTo(app, errorResponse(error, requestId));
  }
}

const invocation: Endpoint = Object.assign(handleInvocation, { contract: invokeApp });

/**
 * A public app asks nobody who they are. A credential that is sent to any other address is looked at first: a wrong
 * one is refused alike whether or not there is an app.
 */
async function callerOf(request: Request, app: DeployedApp | null): Promise<Actor> {
  if (app?.isPublic) return { kind: "system" };
  if (app === null && request.headers.get("authorization") === null) throw notFound("App");
  return authenticate(request, invokeApp);
}

/** Pages of any origin may call a public app, without cookies; no page may call a private one. */
function openTo(app: DeployedApp | null, response: Response): Response {
  if (!app?.isPublic) return response;
  response.headers.set("access-control-allow-origin", "*");
  response.headers.set("access-control-expose-headers", "x-request-id, x-run-id, x-trace-id");
  return response;
}

/** A browser asks before it calls. Of a private app it learns no more than of one that is not there. */
async function preflight(c: HonoContext): Promise<Response> {
  const app = await deployedApp(PathId.parse(c.req.param("app_id")));
  const response = new Response(null, { status: 204, headers: { allow: METHODS, vary: "origin" } });
  if (app?.isPublic) {
    response.headers.set("access-control-allow-methods", METHODS);
    response.headers.set("access-control-allow-headers", "authorization, content-type, x-request-id");
    response.headers.set("access-control-max-age", "600");
  }
  return openTo(app, response);
}

const METHODS = "POST, OPTIONS";

function otherMethod(c: HonoContext): Response {
  const error = new AppError("method_not_allowed", 'An app is called with POST and a JSON body, {"input": {…}}.');
  const response = errorResponse(error, requestIdOf(c.req.raw));
  response.headers.set("allow", METHODS);
  return response;
}

/**
 * Operations of the data plane of apps.
 *
 * @public Tests read it from every file of this folder (lib/testing/operations.ts).
 */
export const endpoints: readonly Endpoint[] = [invocation];

let plane: Hono | undefined;

/** What answers at `/apps/<id>`, and so at an app's own host. */
export function appsPlane(): Hono {
  plane ??= makePlane();
  return plane;
}

function makePlane(): Hono {
  const made = new Hono();
  for (const path of ["/apps/:app_id", "/apps/:app_id/"]) {
    made.post(path, (c) => invocation(c.req.raw, { params: Promise.resolve({ app_id: c.req.param("app_id") }) }));
    made.options(path, preflight);
    made.all(path, otherMethod);
  }
  made.notFound((c) => errorResponse(notFound("Page"), requestIdOf(c.req.raw)));
  return made;
}
