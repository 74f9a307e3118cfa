import "server-only";
import type { Context } from "@/lib/auth/context";
import { authorize } from "@/lib/auth/scope";
import { AppError, badRequest } from "@/lib/core/errors";
import type { JsonObject } from "@/lib/core/json";
import { makeFetch } from "@/lib/egress/fetch";
import { scrubber } from "@/lib/llm/scrub";
import { shared } from "@/lib/process/shared";
import { connectionChecks } from "./checks";
import type { ConnectionTest, TestConnection } from "./contract";
import type { ConnectionDefinition } from "./define";
import { definitionFor, type KeptFields, keptFields, parseFields, resolveFields, secretTexts } from "./fields";
import * as connections from "./repository";

const TIMEOUT_MS = 15_000;
const BYTES_MAX = 1024 * 1024;

const checkFetch = () => shared("check-fetch", () => makeFetch({ timeoutMs: TIMEOUT_MS, bytesMax: BYTES_MAX }));

/** Tries fields that are not stored: nothing of them is kept. @throws AppError as saving them would */
export async function testNewConnection(
  ctx: Context,
  { project_id, type, config }: TestConnection,
): Promise<ConnectionTest> {
  await authorize(ctx, "connections:write", project_id);
  const definition = definitionFor(type);
  return check(definition, keptFields(definition, parseFields(definition, config as JsonObject), null));
}

/** Tries a stored connection. It calls out with its secrets, so it takes who may change it. */
export async function testConnection(ctx: Context, id: string): Promise<ConnectionTest> {
  const scope = await authorize(ctx, "connections:write", await connections.projectOf(id), "Connection");
  const { type, ...kept } = await connections.openRow(scope, id);
  return check(definitionFor(type), kept);
}

/** A failed call is an answer, not an error. @throws AppError `bad_request` where the type has no harmless call */
async function check(definition: ConnectionDefinition, kept: KeptFields): Promise<ConnectionTest> {
  const run = connectionChecks[definition.type];
  if (!run)
    throw badRequest(`${definition.title} has no call that would be harmless for every service: try it in a workflow.`);
  const { fields, missing } = resolveFields(definition, kept);
  const [first] = Object.values(missing);
  if (first) return { ok: false, latency_ms: 0, error: first };
  const startedAt = performance.now();
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(new AppError("upstream_failed", LATE)), TIMEOUT_MS);
  try {
    await run(fields, { fetch: checkFetch(), signal: stop.signal });
    return { ok: true, latency_ms: since(startedAt) };
  } catch (thrown) {
    // Services quote what they were sent, so no message passes as it is.
    const sentence = thrown instanceof AppError ? thrown.message : "The service did not answer as expected.";
    return { ok: false, latency_ms: since(startedAt), error: scrubber(secretTexts(definition, fields))(sentence) };
  } finally {
    clearTimeout(timer);
    // Ends what the check left open: a body nobody read, a stream of events.
    stop.abort();
  }
}

const LATE = `No answer came within ${TIMEOUT_MS / 1000} seconds.`;

const since = (startedAt: number): number => Math.round(performance.now() - startedAt);
