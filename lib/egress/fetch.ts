import "server-only";
import type { TcpNetConnectOpts } from "node:net";
import { Readable } from "node:stream";
import type { ReadableStream as NodeStream } from "node:stream/web";
import { Agent, buildConnector } from "undici";
import { AppError } from "@/lib/core/errors";
import { WholeResponse } from "@/lib/http/whole-response";
import { forget, shared } from "@/lib/process/shared";
import { instancePolicy, isGrantedHost, type Policy, policyOf, refusalOfUrl } from "./addresses";
import { boundedBody, decoded } from "./body";
import { failureOf, tooLargeAnswer } from "./failures";
import { addressesOf, type Resolve, refused, systemResolve } from "./resolve";

export type EgressOptions = {
  /** Grants, as DYNAMIQ_EGRESS_ALLOW has them; what that variable says where left out. */
  readonly allow?: readonly string[];
  /** Milliseconds from the call to the last byte of the answer. */
  readonly timeoutMs?: number;
  /** Bytes of the answer, decompressed. Null: no bound (a stream of events, which the deadline still ends). */
  readonly bytesMax?: number | null;
  /** How names are looked up. For tests. */
  readonly resolve?: Resolve;
};

const TIMEOUT_MS = 600_000;
const BYTES_MAX = 32 * 1024 * 1024;
const REDIRECTS_MAX = 5;
const CONNECT_TIMEOUT_MS = 10_000;
/** Between two pieces of a body. */
const SILENCE_MAX_MS = 300_000;

/** Headers that survive a redirect to another origin. Any other might be a credential. */
const SAFE_HEADERS = new Set(["accept", "accept-encoding", "accept-language", "content-type", "user-agent"]);

/** Headers that belong to the connection or to the address: never the caller's to say. */
const OUR_HEADERS = [
  "connection",
  "content-length",
  "expect",
  "host",
  "keep-alive",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

/** Answers without a body. */
const EMPTY_STATUSES = new Set([204, 205, 304]);

type Body = string | Uint8Array | Readable | null;
type Call = { url: URL; method: string; headers: Headers; body: Body };

/**
 * A `fetch` that opens no connection to an address the operator has not allowed, follows at most five redirects
 * (each judged again, credentials left behind where the origin changes) and bounds time and bytes.
 *
 * Variables such as HTTP_PROXY are not read. Reading a body that breaks off, is too large or too late throws too.
 *
 * @throws AppError `upstream_failed` with a sentence that names the host, never the path or a credential; the
 * signal's reason where the caller aborts.
 */
export function makeFetch(options: EgressOptions = {}): typeof fetch {
  const { allow, timeoutMs = TIMEOUT_MS, bytesMax = BYTES_MAX, resolve } = options;
  const own = allow && policyOf(allow);
  const policy = own ? () => own : instancePolicy;
  const agent = own || resolve ? once(() => makeAgent(policy, resolve)) : sharedAgent;
  return async (input, init) => {
    const clock = new Clock(timeoutMs, init?.signal ?? (input instanceof Request ? input.signal : null));
    try {
      const call = await callOf(input, init);
      return await follow(call, init?.redirect ?? "follow", { agent: agent(), policy: policy(), bytesMax, clock });
    } catch (thrown) {
      clock.stop();
      throw clock.reasonFor(thrown);
    }
  };
}

/** The one way out, with the instance's policy and the usual bounds. */
export const egressFetch: typeof fetch = (input, init) => usual()(input, init);

const usual = () => shared("egress-fetch", () => makeFetch());

type Way = { agent: Agent; policy: Policy; bytesMax: number | null; clock: Clock };

async function follow(first: Call, redirect: RequestRedirect, way: Way): Promise<Response> {
  let call = first;
  for (let hop = 0; ; hop++) {
    const refusal = refusalOfUrl(call.url, { policy: way.policy });
    if (refusal) throw refused(refusal);
    const answer = await send(call, way);
    const location = isRedirect(answer.statusCode) ? headerOf(answer.headers, "location") : undefined;
    if (location === undefined || redirect === "manual") return respond(call, answer, way, hop > 0);
    answer.body.destroy();
    if (redirect === "error") throw refused(`${call.url.host} answered with a redirect.`);
    if (hop === REDIRECTS_MAX) throw refused(`${first.url.host} redirects more than ${REDIRECTS_MAX} times.`);
    call = redirected(call, answer.statusCode, location);
  }
}

type Answer = Awaited<ReturnType<Agent["request"]>>;

async function send({ url, method, headers, body }: Call, { agent, clock }: Way): Promise<Answer> {
  try {
    const answer = await agent.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: method as "GET",
      headers: [...headers].flat(),
      body,
      signal: clock.signal,
    });
    // A socket that fails after the answer is reported by reading the body; unread, it must not end the process.
    answer.body.on("error", () => {});
    return answer;
  } catch (cause) {
    throw failureOf(cause, url);
  }
}

function respond({ url, method }: Call, answer: Answer, { bytesMax, clock }: Way, isRedirected: boolean): Response {
  const { statusCode: status } = answer;
  if (status < 200 || status > 599) {
    answer.body.destroy();
    throw refused(`${url.host} answered with the status ${status}, which HTTP does not have.`);
  }
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers)) {
    for (const each of Array.isArray(value) ? value : [value ?? ""]) headers.append(name, each);
  }
  const isEmpty = method === "HEAD" || EMPTY_STATUSES.has(status);
  if (isEmpty) answer.body.resume();
  if (isEmpty) clock.stop();
  else if (bytesMax !== null && Number(headers.get("content-length")) > bytesMax) {
    answer.body.destroy();
    throw tooLargeAnswer(url, bytesMax);
  }
  const init = { status, statusText: isText(answer.statusText) ? answer.statusText : "", headers };
  const whole = isEmpty ? null : wholeBody(answer);
  if (whole) clock.stop();
  const response = whole
    ? new WholeResponse(whole, init)
    : new Response(isEmpty ? null : (bodyOfAnswer() as ReadableStream<Uint8Array<ArrayBuffer>>), init);
  Object.defineProperties(response, { url: { value: url.href }, redirected: { value: isRedirected } });
  return response;

  function bodyOfAnswer(): ReadableStream<Uint8Array> {
    return boundedBody(decoded(answer.body, headers, url), {
      bytesMax,
      tooLarge: () => tooLargeAnswer(url, bytesMax ?? 0),
      failed: (cause) => clock.reasonFor(failureOf(cause, url)),
      ended: () => clock.stop(),
    });
  }
}

/** The body, where all of it came with the headers and nothing is to be unpacked; null where it is still to come. */
function wholeBody({ headers, body }: Answer): Uint8Array<ArrayBuffer> | null {
  const length = Number(headerOf(headers, "content-length"));
  if (!(length > 0) || body.readableLength !== length || headers["content-encoding"] !== undefined) return null;
  const bytes = body.read() as Uint8Array<ArrayBuffer> | null;
  // Nothing is left to read but its end.
  body.resume();
  return bytes;
}

const isText = (text: unknown): text is string => typeof text === "string" && /^[\t\x20-\x7e]*$/.test(text);

const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status);

function headerOf(headers: Answer["headers"], name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** The call a redirect asks for. @throws AppError where it would carry a body where it must not go. */
function redirected({ url, method, headers, body }: Call, status: number, location: string): Call {
  const to = URL.canParse(location, url) ? new URL(location, url) : null;
  if (!to) throw refused(`${url.host} redirects to something that is no URL.`);
  to.hash = "";
  const becomesGet =
    (status === 303 && method !== "GET" && method !== "HEAD") ||
    ((status === 301 || status === 302) && method === "POST");
  const sameOrigin = to.origin === url.origin;
  const kept = new Headers(
    [...headers].filter(
      ([name]) => (sameOrigin || SAFE_HEADERS.has(name)) && !(becomesGet && name.startsWith("content-")),
    ),
  );
  if (becomesGet || body === null) return { url: to, method: becomesGet ? "GET" : method, headers: kept, body: null };
  // What is in a body (an API key, for some services) was meant for the first origin only.
  const isUpgrade = to.hostname === url.hostname && url.protocol === "http:" && to.protocol === "https:";
  if (!sameOrigin && !isUpgrade) {
    throw refused(`${url.host} redirects a ${method} with a body to another host. Call that address itself.`);
  }
  if (body instanceof Readable) throw refused(`${url.host} redirects a body that can be sent only once.`);
  return { url: to, method, headers: kept, body };
}

/** What is to be sent, from whatever `fetch` takes. Text and bytes take the short way. */
async function callOf(input: RequestInfo | URL, init: RequestInit | undefined): Promise<Call> {
  const given = input instanceof Request ? new Request(input, init) : null;
  const address = given ? given.url : String(input);
  const refusal = URL.canParse(address) ? null : "This is not a URL: write it as https://host/path.";
  if (refusal) throw refused(refusal);
  const url = new URL(address);
  url.hash = "";
  const method = (given?.method ?? init?.method ?? "GET").toUpperCase();
  if (!/^[A-Z]{1,20}$/.test(method) || method === "CONNECT" || method === "TRACE") {
    throw refused(`The method ${method.slice(0, 20)} is not one that can be sent.`);
  }
  const headers = headersOf(given?.headers ?? init?.headers);
  const body = await bodyOf(given ? given.body : (init?.body ?? null), headers);
  for (const name of OUR_HEADERS) headers.delete(name);
  if (!headers.has("accept")) headers.set("accept", "*/*");
  if (!headers.has("accept-encoding")) headers.set("accept-encoding", "gzip, deflate, br");
  if (!headers.has("user-agent")) headers.set("user-agent", "dynamiq-platform");
  return { url, method, headers, body };
}

function headersOf(given: HeadersInit | undefined): Headers {
  try {
    return new Headers(given);
  } catch (cause) {
    throw new AppError("upstream_failed", "A header has a name or a value that HTTP does not allow.", { cause });
  }
}

async function bodyOf(body: BodyInit | null, headers: Headers): Promise<Body> {
  if (body === null || body instanceof Uint8Array) return body;
  if (typeof body === "string") {
    if (!headers.has("content-type")) headers.set("content-type", "text/plain;charset=UTF-8");
    return body;
  }
  if (body instanceof ReadableStream) return Readable.fromWeb(body as NodeStream);
  // A form, a Blob or parameters: the platform's own Response knows how each is written.
  const written = new Response(body);
  const type = written.headers.get("content-type");
  if (type && !headers.has("content-type")) headers.set("content-type", type);
  return new Uint8Array(await written.arrayBuffer());
}

/** The deadline and the caller's signal as one signal, and which of the two it was. */
class Clock {
  readonly #stop = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #outer: AbortSignal | null;
  readonly #onAbort = () => this.#stop.abort(this.#outer?.reason);

  constructor(timeoutMs: number, outer: AbortSignal | null) {
    this.#outer = outer;
    this.#timer = setTimeout(() => {
      const late = `No complete answer came within ${timeoutMs / 1000} seconds.`;
      this.#stop.abort(new AppError("upstream_failed", late));
    }, timeoutMs);
    this.#timer.unref();
    if (outer?.aborted) this.#onAbort();
    else outer?.addEventListener("abort", this.#onAbort, { once: true });
  }

  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** What the caller is to be told: why it was stopped, where it was. */
  reasonFor(thrown: unknown): unknown {
    if (this.#outer?.aborted) return this.#outer.reason;
    return this.#stop.signal.aborted ? this.#stop.signal.reason : thrown;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#outer?.removeEventListener("abort", this.#onAbort);
  }
}

const sharedAgent = (): Agent => shared("egress-agent", () => makeAgent(instancePolicy));

/** Ends the connections that are kept open. For shutdown. */
export async function closeEgress(): Promise<void> {
  forget("egress-fetch");
  await forget<Agent>("egress-agent")?.destroy();
}

function makeAgent(policy: () => Policy, resolve: Resolve = systemResolve): Agent {
  const connector = (isGranted: boolean) =>
    buildConnector({ allowH2: false, timeout: CONNECT_TIMEOUT_MS, lookup: lookupBy(policy, resolve, isGranted) });
  // Two of them, because a look-up is not told the port, and a host may be granted on one port only.
  const [connect, connectGranted] = [connector(false), connector(true)];
  return new Agent({
    allowH2: false,
    connections: 512,
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: SILENCE_MAX_MS,
    connect: (options, callback) => {
      const isGranted = isGrantedHost(options.hostname, options.port, policy());
      const refusal = refusalOfUrl(`${options.protocol}//${bracketed(options.hostname)}:${options.port}`, {
        policy: policy(),
      });
      if (refusal) callback(refused(refusal), null);
      else (isGranted ? connectGranted : connect)(options, callback);
    },
  });
}

const bracketed = (hostname: string): string =>
  hostname.includes(":") && !hostname.startsWith("[") ? `[${hostname}]` : hostname;

type Lookup = NonNullable<TcpNetConnectOpts["lookup"]>;

/** The look-up a socket makes as it connects: what it is given has been judged, and nothing is looked up again. */
function lookupBy(policy: () => Policy, resolve: Resolve, isGranted: boolean): Lookup {
  return (hostname, options, callback) => {
    addressesOf(hostname, policy(), resolve, isGranted).then(
      (addresses) => {
        const [first] = addresses;
        if (options.all) callback(null, [...addresses]);
        else callback(null, first?.address ?? "", first?.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, "", 0),
    );
  };
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
