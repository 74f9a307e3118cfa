import { AppError } from "@/lib/core/errors";
import { isObject } from "@/lib/core/json";
import type { Scrub } from "./scrub";

/** Why a model call failed. Retries and fallbacks decide by it. */
export type FailureKind = "auth" | "bad_request" | "not_found" | "rate_limit" | "connection" | "server";

const RETRYABLE: ReadonlySet<FailureKind> = new Set(["rate_limit", "connection", "server"]);
const RETRY_AFTER_MAX_SECONDS = 60;
const PROVIDER_MESSAGE_MAX = 600;

/** The cause of every AppError a model call throws. Holds no credential and nothing of the request. */
export class ModelFailure extends Error {
  readonly kind: FailureKind;
  /** HTTP status of the answer; null where there was none, or it was 200. */
  readonly status: number | null;
  /** What the provider said, bounded and scrubbed; "" where it said nothing. */
  readonly said: string;
  readonly isRetryable: boolean;

  constructor(kind: FailureKind, said: string, status: number | null) {
    super(`${kind}${status === null ? "" : ` ${status}`}: ${said}`);
    this.name = "ModelFailure";
    this.kind = kind;
    this.status = status;
    this.said = said;
    this.isRetryable = RETRYABLE.has(kind);
  }
}

/** The failure behind an error, or null where the error does not come from a model call. */
export const failureOf = (error: unknown): ModelFailure | null =>
  error instanceof AppError && error.cause instanceof ModelFailure ? error.cause : null;

/** Who failed, and how what it said is made safe to show. */
export type Blame = { readonly who: string; readonly scrub: Scrub };

/** An answer with an error status. `body` is what the provider sent, as text. */
export function refusedBy(
  { who, scrub }: Blame,
  status: number,
  body: string,
  retryAfter: string | null | undefined,
  model: string,
): AppError {
  const said = brief(scrub(messageIn(body)));
  const kind = kindOf(status, said);
  const because = said ? `: ${said}` : ".";
  const sentence: Record<FailureKind, string> = {
    auth: `${who} refused the connection's credentials (${status})${because}`,
    not_found: `${who} does not know the model “${model}” or the address (${status})${because}`,
    rate_limit: `${who} is limiting requests (${status})${because}`,
    bad_request: `${who} did not accept the request (${status})${because}`,
    connection: `${who} did not answer in time (${status})${because}`,
    server: `${who} failed (${status})${because}`,
  };
  return new AppError("upstream_failed", sentence[kind], {
    cause: new ModelFailure(kind, said, status),
    retryAfterSeconds: secondsOf(retryAfter),
  });
}

/** An error object inside an answer or a stream whose status was 200. */
export function failedWithin({ who, scrub }: Blame, error: unknown): AppError {
  const said = brief(scrub(messageIn(typeof error === "string" ? error : (JSON.stringify(error) ?? ""))));
  const { code, status, type } = isObject(error) ? error : {};
  const number = [code, status].map(Number).find((value) => value >= 400 && value < 600);
  const kind = number ? kindOf(number, said) : kindOfName(`${String(code)} ${String(type)} ${String(status)}`);
  return new AppError("upstream_failed", `${who} reported an error in its answer: ${said || "it gave no reason."}`, {
    cause: new ModelFailure(kind, said, number ?? null),
  });
}

/** An answer that is not what a model sends. `sample` is its beginning. */
export function rubbishFrom({ who, scrub }: Blame, expected: string, sample: string): AppError {
  const said = brief(scrub(sample), 120);
  return new AppError(
    "upstream_failed",
    `${who} answered with something other than ${expected}${said ? `: ${said}` : " (the answer was empty)"}. Check the connection's URL.`,
    { cause: new ModelFailure("server", said, null) },
  );
}

export const cutBy = ({ who }: Blame): AppError =>
  new AppError("upstream_failed", `${who} broke off before its answer was complete.`, {
    cause: new ModelFailure("connection", "the answer was cut", null),
  });

/**
 * A fetch, or the reading of its body, that threw. What the signal aborted is `timeout` or `canceled`;
 * what the egress module says of it is passed on.
 */
export function unreachable({ who, scrub }: Blame, thrown: unknown, signal: AbortSignal, isReading = false): AppError {
  if (thrown instanceof AppError && failureOf(thrown)) return thrown;
  if (signal.aborted) return abortedBy(signal, who);
  if (thrown instanceof AppError) {
    if (!["upstream_failed", "unavailable", "timeout"].includes(thrown.code)) return thrown;
    const said = brief(scrub(thrown.message));
    const sentence = isReading
      ? `The answer of ${who} did not arrive whole: ${said}`
      : `${who} could not be reached: ${said}`;
    return new AppError(thrown.code, sentence, { cause: new ModelFailure("connection", said, null) });
  }
  const code = codeOf(thrown);
  const why = WHY[code] ?? (isReading ? "the connection was lost" : "no connection could be made");
  if (isReading) {
    return new AppError("upstream_failed", `${who} broke off before its answer was complete: ${why}.`, {
      cause: new ModelFailure("connection", `${why} (${code})`, null),
    });
  }
  return new AppError("upstream_failed", `${who} could not be reached: ${why}.`, {
    cause: new ModelFailure("connection", `${why} (${code})`, null),
  });
}

function abortedBy(signal: AbortSignal, who: string): AppError {
  const reason: unknown = signal.reason;
  if (reason instanceof AppError) return reason;
  if (reason instanceof Error && reason.name === "TimeoutError") {
    return new AppError("timeout", `${who} did not answer in time.`, {
      cause: new ModelFailure("connection", "timeout", null),
    });
  }
  return new AppError("canceled", "The model call was canceled.", { cause: reason });
}

/** What a provider says in the body of an error, however it wraps it; else the body itself. */
function messageIn(body: string): string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return /^\s*</.test(body) ? htmlText(body) : body;
  }
  return textIn(parsed) ?? body;
}

function textIn(value: unknown, depth = 0): string | null {
  if (typeof value === "string") return value;
  if (depth > 4) return null;
  if (Array.isArray(value)) return textIn(value[0], depth + 1);
  if (!isObject(value)) return null;
  for (const key of ["error", "message", "Message", "detail", "msg", "error_description"]) {
    const text = value[key] === undefined ? null : textIn(value[key], depth + 1);
    if (text) return text;
  }
  return null;
}

function kindOf(status: number, said: string): FailureKind {
  if (status === 401 || status === 403) return "auth";
  if (status === 404) return "not_found";
  if (status === 429) return "rate_limit";
  if (status === 408 || status === 504) return "connection";
  // Gemini answers a wrong key with 400.
  if (status === 400 && /api[ _-]?key (?:not valid|expired|invalid)|invalid api[ _-]?key/i.test(said)) return "auth";
  return status >= 500 ? "server" : "bad_request";
}

function kindOfName(name: string): FailureKind {
  if (/rate.?limit|throttl|too.?many|exhausted|quota/i.test(name)) return "rate_limit";
  if (/auth|permission|api_key|access.?denied/i.test(name)) return "auth";
  if (/not.?found/i.test(name)) return "not_found";
  if (/invalid|validation|bad.?request|context_length/i.test(name)) return "bad_request";
  return "server";
}

const WHY: Readonly<Record<string, string>> = {
  ECONNREFUSED: "the connection was refused",
  ECONNRESET: "the connection was reset",
  UND_ERR_SOCKET: "the connection was closed",
  EPIPE: "the connection was closed",
  ENOTFOUND: "its host name is not known",
  EAI_AGAIN: "its host name could not be looked up",
  ETIMEDOUT: "the connection timed out",
  UND_ERR_CONNECT_TIMEOUT: "the connection timed out",
  UND_ERR_HEADERS_TIMEOUT: "no answer came in time",
  UND_ERR_BODY_TIMEOUT: "its answer stalled",
  CERT_HAS_EXPIRED: "its certificate has expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is self-signed",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another host",
};

function codeOf(thrown: unknown): string {
  for (let error = thrown, depth = 0; isObject(error) && depth < 5; error = error.cause, depth += 1) {
    if (typeof error.code === "string") return error.code;
  }
  return "unknown";
}

function secondsOf(retryAfter: string | null | undefined): number | undefined {
  if (!retryAfter) return undefined;
  const seconds = /^\d+(\.\d+)?$/.test(retryAfter) ? Number(retryAfter) : (Date.parse(retryAfter) - Date.now()) / 1000;
  if (!Number.isFinite(seconds)) return undefined;
  return Math.min(Math.max(Math.ceil(seconds), 0), RETRY_AFTER_MAX_SECONDS);
}

function brief(text: string, length = PROVIDER_MESSAGE_MAX): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > length ? `${line.slice(0, length)}…` : line;
}

const htmlText = (html: string): string =>
  html
    .slice(0, 20_000)
    .replace(/<(script|style)[^>]*>[\s\S]*?<\/\1>/gi, " ")
    .replace(/<[^>]*>/g, " ");
