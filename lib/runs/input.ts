import "server-only";
import type { Scope } from "@/lib/auth/scope";
import { badRequest } from "@/lib/core/errors";
import { type Json, type JsonObject, UNSAFE_KEYS } from "@/lib/core/json";
import type { Upload } from "@/lib/core/upload";
import { storeFile } from "@/lib/files/service";

/** What somebody sends a workflow, beside the fields of its input. */
export type Sent = {
  readonly input: Readonly<Record<string, unknown>>;
  readonly user_id?: string | undefined;
  readonly session_id?: string | undefined;
  readonly chat_history?: unknown;
  readonly files: readonly Upload[];
};

/**
 * The input a run starts with: the caller's fields, and who is talking and the files beside them. A field the caller
 * set himself is left as it is. Files are stored first; the run sees `{id, name, mime_type, size}`.
 */
export async function inputOf(scope: Scope, appId: string | null, sent: Sent): Promise<JsonObject> {
  const unsafe = Object.keys(sent.input).find((key) => UNSAFE_KEYS.has(key));
  if (unsafe) throw badRequest(`“${unsafe}” is not allowed as a name.`, { [`input.${unsafe}`]: "is not allowed" });
  const beside = {
    ...(sent.user_id !== undefined && { user_id: sent.user_id }),
    ...(sent.session_id !== undefined && { session_id: sent.session_id }),
    ...(sent.chat_history !== undefined && { chat_history: sent.chat_history as Json }),
  };
  const stored: JsonObject[] = [];
  // One after the other: each may be large.
  for (const file of sent.files) stored.push({ ...(await storeFile(scope, file, { appId })) });
  return { ...beside, ...(stored.length > 0 && { files: stored }), ...(sent.input as JsonObject) };
}
