import type { Contract, Result } from "@/lib/core/contract";
import { AppError, ERROR_STATUS, type ErrorCode, type ErrorDetails } from "@/lib/core/errors";
import { isObject } from "@/lib/core/json";

/** What a call needs: path parameters, query and body as they are before parsing. */
export type CallInput = {
  params?: Record<string, string>;
  query?: Record<string, unknown>;
  body?: unknown;
  signal?: AbortSignal;
};

/** A failure as the browser sees it, with the request id to give to the operator. */
export class CallError extends AppError {
  constructor(
    code: ErrorCode,
    message: string,
    details: ErrorDetails | undefined,
    readonly requestId: string | null,
  ) {
    super(code, message, { details });
    this.name = "CallError";
  }
}

/** The URL of an operation, relative to this origin. */
export function urlOf(contract: Pick<Contract, "path">, { params = {}, query = {} }: CallInput = {}): string {
  const path = contract.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== "") search.append(key, String(one));
    }
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

/** Calls an operation from the browser. @throws CallError in the server's own words. */
export async function call<C extends Contract>(contract: C, input: CallInput = {}): Promise<Result<C>> {
  const response = await request(contract, input);
  return contract.reply.unwrap(response.status === 204 ? undefined : await response.json()) as Result<C>;
}

/** The raw answer of an operation, for streams and downloads. @throws CallError where it is not a success. */
export async function request(contract: Contract, input: CallInput = {}): Promise<Response> {
  const { body, signal } = input;
  const isForm = body instanceof FormData;
  const response = await fetch(urlOf(contract, input), {
    method: contract.method,
    ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
    ...(body !== undefined && !isForm && { headers: { "content-type": "application/json" } }),
    ...(signal && { signal }),
  }).catch((cause: unknown) => {
    if (signal?.aborted) throw cause;
    throw new CallError(
      "unavailable",
      "The server cannot be reached. Check the connection and try again.",
      undefined,
      null,
    );
  });
  if (response.ok) return response;
  const requestId = response.headers.get("x-request-id");
  const wire: unknown = await response.json().catch(() => null);
  const error = isObject(wire) && isObject(wire.error) ? wire.error : {};
  const code = typeof error.code === "string" && error.code in ERROR_STATUS ? (error.code as ErrorCode) : "internal";
  const message = typeof error.message === "string" ? error.message : `The server answered ${response.status}.`;
  throw new CallError(code, message, error.details as ErrorDetails | undefined, requestId);
}
