import "server-only";
import { AppError } from "@/lib/core/errors";
import { isObject, type Json } from "@/lib/core/json";

/** A connection's fields with their values, secrets too. */
export type Fields = Readonly<Record<string, Json>>;

/** What a check reaches the world with: the same address policy as a run. */
export type CheckTools = { readonly fetch: typeof fetch; readonly signal: AbortSignal };

/**
 * One harmless call that proves the credentials.
 * @throws AppError with a sentence that says what is wrong. It may quote the other side: whoever shows it scrubs it.
 */
export type Check = (fields: Fields, tools: CheckTools) => Promise<void>;

export const text = (fields: Fields, name: string): string => {
  const value = fields[name];
  return typeof value === "string" ? value : "";
};

export const number = (fields: Fields, name: string): number => Number(fields[name]);

/** A map's values as text, for headers. */
export const texts = (fields: Fields, name: string): Record<string, string> => {
  const value = fields[name];
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, part]) => [key, asText(part)])) : {};
};

const asText = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** A path below a base URL, whether or not that ends with a slash. */
export const join = (base: string, path: string): string => `${base.replace(/\/+$/, "")}/${path}`;

export const hostUrl = (host: string, port: number, isSecure: boolean): string =>
  `${isSecure ? "https" : "http"}://${host.includes(":") ? `[${host.replace(/^\[|\]$/g, "")}]` : host}:${port}`;

/** @throws AppError where the answer is no success and none of the statuses that are fine too. */
export async function expectOk(response: Response, fine: readonly number[] = []): Promise<void> {
  const { status } = response;
  if (response.ok || fine.includes(status)) return;
  const said = saidIn(await response.text().catch(() => ""));
  throw new AppError("upstream_failed", `${sentenceFor(status)}${said ? ` It says: ${said}` : ""}`);
}

function sentenceFor(status: number): string {
  if (status === 401 || status === 403) return `The service refused the credentials (${status}).`;
  if (status === 404) return "The service has nothing at that address (404). Check the URL.";
  if (status === 429) return "The service takes no more requests now (429). Try again later.";
  return status >= 500 ? `The service failed (${status}). Try again later.` : `The service answered ${status}.`;
}

/** The message in an answer, as most services put it, cut short; "" where there is none. */
function saidIn(body: string): string {
  try {
    const answer: unknown = JSON.parse(body);
    if (!isObject(answer)) return "";
    const { error, message, detail } = answer;
    const said = [isObject(error) ? error.message : error, message, isObject(detail) ? detail.message : detail];
    const found = said.find((part): part is string => typeof part === "string");
    return found ? found.replace(/\s+/g, " ").slice(0, 200) : "";
  } catch {
    return "";
  }
}

/** The first message to an MCP server. */
export const mcpInitialize = {
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: {
    protocolVersion: "2025-06-18",
    capabilities: {},
    clientInfo: { name: "dynamiq-platform", version: "1" },
  },
} as const;

export type ServerEvent = { readonly event: string; readonly data: string };

const EVENT_LENGTH_MAX = 1024 * 1024;

/** The events of an answer as they arrive. Leaving it ends the connection. */
export async function* events(response: Response): AsyncGenerator<ServerEvent, void, undefined> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const part of response.body ?? []) {
    rest += decoder.decode(part, { stream: true }).replaceAll("\r\n", "\n");
    if (rest.length > EVENT_LENGTH_MAX) throw new AppError("upstream_failed", "The server's stream holds no events.");
    const blocks = rest.split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const lines = block.split("\n");
      const of = (name: string) =>
        lines
          .filter((line) => line.startsWith(`${name}:`))
          .map((line) => line.slice(name.length + 1).replace(/^ /, ""));
      yield { event: of("event")[0] ?? "message", data: of("data").join("\n") };
    }
  }
}

/** @throws AppError where the stream ends before one fits. */
export async function firstEvent(response: Response, fits: (event: ServerEvent) => boolean): Promise<ServerEvent> {
  for await (const event of events(response)) if (fits(event)) return event;
  throw new AppError("upstream_failed", "The stream ended before an answer came.");
}
