import "server-only";
import { authenticate } from "@/lib/auth/authenticate";
import type { Context } from "@/lib/auth/context";
import type { Contract, Input, Result } from "@/lib/core/contract";
import { AppError, badRequest } from "@/lib/core/errors";
import { isUnstorableText } from "@/lib/db/failures";
import { log } from "@/lib/process/log";
import { errorResponse } from "./error-response";
import { refuseForeignOrigin } from "./origin";
import { parseRequest } from "./parse-request";
import { requestIdOf } from "./request-id";

/** What the router knows of a request: its path parameters, as a promise; Next gives undefined where there are none. */
export type RouteContext = { params: Promise<Record<string, string | string[] | undefined> | undefined> };

/** What an operation does. It is given the request too, for the few that answer as a stream. */
export type Work<C extends Contract> = (ctx: Context, input: Input<C>, request: Request) => Promise<Result<C>>;

export type Endpoint = {
  (request: Request, route: RouteContext): Promise<Response>;
  readonly contract: Contract;
};

/**
 * An operation at its URL: one order of steps for all of them. It knows no URL and no feature.
 *
 * 1. request id 2. who is asking 3. whose page asked (cookies only) 4. the request, parsed 5. the work
 * 6. the answer. Whatever is thrown on the way is answered in the platform's shape, and logged once.
 */
export function endpoint<const C extends Contract>(contract: C, work: Work<C>): Endpoint {
  async function handle(request: Request, route: RouteContext): Promise<Response> {
    const requestId = requestIdOf(request);
    try {
      const actor = await authenticate(request, contract);
      refuseForeignOrigin(request, contract, actor);
      const input = (await parseRequest(contract, request, route)) as Input<C>;
      const result = await work({ actor, requestId }, input, request);
      return answer(contract, result, requestId);
    } catch (thrown) {
      const error = isUnstorableText(thrown)
        ? badRequest("A text in the request holds a NUL character, which cannot be stored. Take it out.")
        : AppError.from(thrown);
      if (error.status >= 500)
        log().error({ requestId, path: contract.path, err: error.cause ?? error }, error.message);
      return errorResponse(error, requestId);
    }
  }
  return Object.assign(handle, { contract });
}

function answer<C extends Contract>({ reply, status }: C, result: Result<C>, requestId: string): Response {
  if (result instanceof Response) {
    result.headers.set("x-request-id", requestId);
    return result;
  }
  if (status === 204) return new Response(null, { status, headers: { "x-request-id": requestId } });
  const wrapped = reply.wrap(result);
  const body = reply.isUnchecked ? wrapped : reply.schema.parse(wrapped);
  return Response.json(body, { status, headers: { "x-request-id": requestId, "cache-control": "no-store" } });
}
