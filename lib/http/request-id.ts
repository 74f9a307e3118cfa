import "server-only";

const SAFE = /^[\w.:-]{1,128}$/;

/** The id the caller gave the request, where it is one that a log line can hold, or a new one. */
export function requestIdOf(request: Request): string {
  const given = request.headers.get("x-request-id");
  return given && SAFE.test(given) ? given : crypto.randomUUID();
}
