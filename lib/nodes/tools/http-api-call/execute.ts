import "server-only";
import { AppError } from "@/lib/core/errors";
import type { Json, JsonObject } from "@/lib/core/json";
import { NodeException } from "@/lib/engine/errors";
import { defineExecutor, type NodeContext } from "../../context";
import { httpApiCall } from "./definition";
import { type CallSettings, type HttpRequest, requestOf } from "./request";

const EXCERPT_LENGTH = 300;

/** Statuses after which the same request may well succeed. */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

/** A status that is not among `success_codes` fails the node; an agent that called it may go on. */
export const executeHttpApiCall = defineExecutor(httpApiCall, async (ctx, { params, input }) => {
  const request = requestOf({
    connection: await settingsOfConnection(ctx),
    node: params,
    input,
    payloadType: input.payload_type ?? params.payload_type,
    files: input.files ?? null,
    variables: input as JsonObject,
  });
  const { method, url } = request;
  // Without its query: that may hold a key.
  const shown = { method, url: `${url.origin}${url.pathname}` };
  ctx.emitDetail({ info: shown });
  const response = await send(ctx, request, params.timeout);
  ctx.emitDetail({ info: { ...shown, status_code: response.status } });
  const bytes = await response.bytes;
  if (!params.success_codes.includes(response.status)) throw refused(response, bytes, url);
  return { content: contentOf(bytes, response, params.response_type ?? "raw"), status_code: response.status };
});

async function settingsOfConnection(ctx: NodeContext): Promise<CallSettings> {
  if (ctx.node.connection == null || ctx.node.connection === "") return {};
  return (await ctx.connection()).fields as CallSettings;
}

type Answer = { readonly status: number; readonly type: string; readonly bytes: Promise<Uint8Array> };

async function send(ctx: NodeContext, { url, method, headers, body }: HttpRequest, seconds: number): Promise<Answer> {
  const limit = AbortSignal.timeout(seconds * 1000);
  const fail = (cause: unknown): never => {
    if (ctx.signal.aborted) throw new AppError("canceled", "The call was given up.", { cause });
    if (limit.aborted)
      throw new AppError("timeout", `${url.host} did not answer within ${seconds} seconds.`, { cause });
    if (cause instanceof AppError) throw cause;
    throw new AppError("upstream_failed", `No answer came from ${url.host}.`, { cause });
  };
  const signal = AbortSignal.any([ctx.signal, limit]);
  const response = await ctx.fetch(url, { method, headers, body, signal }).catch(fail);
  const bytes = response.arrayBuffer().then((buffer) => new Uint8Array(buffer), fail);
  return {
    status: response.status,
    type: response.headers.get("content-type") ?? "",
    bytes,
  };
}

function refused({ status }: Answer, bytes: Uint8Array, { host }: URL): NodeException {
  const said = new TextDecoder()
    .decode(bytes.subarray(0, 4 * EXCERPT_LENGTH))
    .replace(/\s+/g, " ")
    .trim();
  const excerpt = said.length > EXCERPT_LENGTH ? `${said.slice(0, EXCERPT_LENGTH)}…` : said;
  const message = `${host} answered with status ${status}${excerpt === "" ? "." : `: ${excerpt}`}`;
  return new NodeException("ToolExecutionException", message, { retryable: PASSING.has(status), recoverable: true });
}

function contentOf(bytes: Uint8Array, { type }: Answer, wanted: "raw" | "text" | "json"): Json {
  if (wanted === "json") return parsed(bytes);
  if (wanted === "text" || isText(type, bytes)) return new TextDecoder().decode(bytes);
  return {
    content: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64"),
    name: "answer",
    mime_type: type.split(";")[0]?.trim() || "application/octet-stream",
    size: bytes.byteLength,
  };
}

function parsed(bytes: Uint8Array): Json {
  const text = new TextDecoder().decode(bytes);
  if (text.trim() === "") return null;
  try {
    return JSON.parse(text) as Json;
  } catch (cause) {
    const excerpt = text.length > 120 ? `${text.slice(0, 120)}…` : text;
    throw new AppError("upstream_failed", `The answer is not JSON: “${excerpt}”. Set the answer to text.`, {
      cause,
    });
  }
}

function isText(type: string, bytes: Uint8Array): boolean {
  if (/^text\/|\b(?:json|xml|javascript|x-www-form-urlencoded|yaml|csv)\b/i.test(type)) return true;
  return type === "" && !bytes.subarray(0, 1024).includes(0);
}
