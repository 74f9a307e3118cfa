import "server-only";
import type { AppError } from "@/lib/core/errors";

/** A failure in the platform's shape: `{"error":{"code","message","details"}}`. */
export function errorResponse(error: AppError, requestId: string): Response {
  const headers = new Headers({ "x-request-id": requestId });
  if (error.retryAfterSeconds !== undefined) headers.set("retry-after", String(Math.ceil(error.retryAfterSeconds)));
  if (error.code === "unauthorized") headers.set("www-authenticate", "Bearer");
  return Response.json({ error: { ...error.toBody(), request_id: requestId } }, { status: error.status, headers });
}
