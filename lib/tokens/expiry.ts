import "server-only";
import { badRequest } from "@/lib/core/errors";

/** When a new credential ends; null is never. @throws AppError `bad_request` where that is over already. */
export function expiryOf(time: string | null | undefined): Date | null {
  if (!time) return null;
  const expiresAt = new Date(time);
  if (expiresAt.getTime() > Date.now()) return expiresAt;
  throw badRequest("The expiry date is in the past.", { expires_at: "Choose a time in the future." });
}
