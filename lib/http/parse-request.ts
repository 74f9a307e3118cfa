import "server-only";
import type { Contract } from "@/lib/core/contract";
import { AppError, badRequest } from "@/lib/core/errors";
import { faultOfJson } from "@/lib/core/json";
import { parseInput } from "@/lib/core/parse";
import type { RouteContext } from "./endpoint";
import { readMultipart } from "./multipart";
import { readBytes } from "./read-bytes";

/** The largest JSON body. Files go in forms, which have a limit of their own. */
const JSON_BYTES_MAX = 16 * 1024 * 1024;

/** A request's three halves, parsed by the contract. @throws AppError with the faults by path. */
export async function parseRequest(contract: Contract, request: Request, route: RouteContext) {
  return {
    // A path without parameters has none: Next then hands over nothing at all.
    params: parseInput(contract.params, (await route.params) ?? {}),
    query: parseInput(contract.query, queryOf(new URL(request.url).searchParams)),
    body: parseInput(contract.body, await bodyOf(contract, request)),
  };
}

/** A parameter given once is its text, one given several times the list. */
function queryOf(search: URLSearchParams): Record<string, string | string[]> {
  const entries = [...new Set(search.keys())].map((key) => {
    const values = search.getAll(key);
    return [key, values.length === 1 ? (values[0] ?? "") : values] as const;
  });
  return Object.fromEntries(entries);
}

async function bodyOf({ method, body, consumes }: Contract, request: Request): Promise<unknown> {
  if (method === "GET" || body.def.type === "undefined") return undefined;
  const mediaType = (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  if (mediaType === "multipart/form-data" && consumes !== "json") return readMultipart(request);
  const isJson = mediaType === "application/json" || mediaType.endsWith("+json") || mediaType === "";
  if (!isJson || consumes === "multipart") {
    const wanted = {
      json: "application/json",
      multipart: "multipart/form-data",
      either: "application/json or multipart/form-data",
    };
    const sent = mediaType ? `, not ${mediaType}` : " and say so in its Content-Type";
    throw new AppError("unsupported_media_type", `Send the body as ${wanted[consumes]}${sent}.`);
  }
  return jsonOf(await readBytes(request, JSON_BYTES_MAX));
}

function jsonOf(bytes: Uint8Array): unknown {
  if (bytes.byteLength === 0) return undefined;
  const value = parsed(bytes);
  const fault = faultOfJson(value);
  if (fault) throw badRequest(`The body ${fault}.`, { body: fault });
  return value;
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as unknown;
  } catch (cause) {
    const reason = cause instanceof SyntaxError ? reasonOf(cause) : "it is not UTF-8 text";
    throw badRequest(`The body is not JSON: ${reason}.`, { body: "is not JSON" });
  }
}

/** Where the parser stopped, without the piece of the body it quotes: that may be a secret. */
const reasonOf = ({ message }: SyntaxError): string =>
  /at position \d+/.exec(message)?.[0].replace("at", "it makes no sense at") ?? "it ends too early or is malformed";
