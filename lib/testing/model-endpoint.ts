import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach } from "vitest";
import type { CallOptions, ChatRequest, LanguageModel, StreamPart } from "@/lib/llm/model";

/** What a stand-in for a provider was asked. */
export type Asked = {
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: Record<string, unknown>;
};

export type Wire = {
  readonly status?: number;
  readonly type?: string;
  readonly headers?: Record<string, string>;
  /** Sent in turn, each in a packet of its own. */
  readonly body: readonly (string | Uint8Array)[];
  /** Breaks the connection after the body instead of ending it. */
  readonly isCut?: boolean;
  /** Neither answers nor ends. */
  readonly hangs?: boolean;
};

export type Endpoint = { readonly origin: string; readonly asked: Asked[]; readonly hungUp: Promise<void> };

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()));
});

/** A real HTTP server that answers what a provider would; the last answer is repeated. Ends with the test. */
export async function anEndpoint(...answers: Wire[]): Promise<Endpoint> {
  const asked: Asked[] = [];
  let hangUp = () => {};
  const hungUp = new Promise<void>((resolve) => {
    hangUp = resolve;
  });
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const text = Buffer.concat(parts).toString();
    asked.push({ path: request.url ?? "", headers: request.headers, body: text ? JSON.parse(text) : {} });
    const wire = answers[Math.min(asked.length, answers.length) - 1];
    if (!wire) return;
    response.on("close", () => {
      if (!response.writableFinished) hangUp();
    });
    if (wire.hangs && wire.body.length === 0) return;
    response.writeHead(wire.status ?? 200, { "content-type": wire.type ?? "application/json", ...wire.headers });
    response.flushHeaders();
    for (const packet of wire.body) {
      response.write(packet);
      if (wire.body.length > 1) await new Promise((resolve) => setImmediate(resolve));
    }
    if (wire.hangs) return;
    if (wire.isCut) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      response.socket?.destroy();
    } else response.end();
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  open.push(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, hungUp };
}

/** A fetch that takes every request to the stand-in, whatever host it names. */
export const fetchTo =
  ({ origin }: Pick<Endpoint, "origin">): typeof fetch =>
  (input, init) => {
    const { pathname, search } = new URL(input instanceof Request ? input.url : input);
    return fetch(`${origin}${pathname}${search}`, init);
  };

export const question: ChatRequest = { model: "m", messages: [{ role: "user", content: "Hi" }] };

/** Everything a model sends to this request. */
export async function partsOf(
  model: LanguageModel,
  request: ChatRequest = question,
  options: Partial<CallOptions> = {},
): Promise<StreamPart[]> {
  const parts: StreamPart[] = [];
  const given: CallOptions = { signal: AbortSignal.timeout(10_000), fetch, stream: false, ...options };
  for await (const part of model.chat(request, given)) parts.push(part);
  return parts;
}

export const textIn = (parts: readonly StreamPart[]): string =>
  parts.map((part) => (part.kind === "text" ? part.text : "")).join("");

export const finishIn = (parts: readonly StreamPart[]) => parts.filter((part) => part.kind === "finish");

export const callsIn = (parts: readonly StreamPart[]) =>
  parts.flatMap((part) => (part.kind === "tool_call" ? [part.call] : []));

/** Server-sent events, as a provider writes them. */
export const events = (...data: readonly unknown[]): string =>
  data.map((value) => `data: ${typeof value === "string" ? value : JSON.stringify(value)}\n\n`).join("");
