import { AppError, type ErrorCode } from "@/lib/core/errors";
import type { NodeError } from "./flow";

/** Names of failures that the SDK has too; they stand in a result's `error.type`. */
export type NodeErrorType =
  | "NodeException"
  | "NodeFailedException"
  | "NodeSkippedException"
  | "NodeConditionFailedException"
  | "NodeConditionSkippedException"
  | "FlowNodeFailureException"
  | "CanceledException"
  | "TimeoutError"
  | "ValidationError"
  | "JsonPathError"
  | "ConditionError"
  | "ToolExecutionException";

type NodeExceptionOptions = { retryable?: boolean; recoverable?: boolean; cause?: unknown };

/** A failure of a node that has a name of its own. `message` is shown to people. */
export class NodeException extends Error {
  readonly type: NodeErrorType;
  /** Whether another attempt could succeed. */
  readonly retryable: boolean;
  /** Whether an agent that called the node may go on without it. */
  readonly recoverable: boolean;

  constructor(type: NodeErrorType, message: string, options: NodeExceptionOptions = {}) {
    super(message, { cause: options.cause });
    this.name = type;
    this.type = type;
    this.retryable = options.retryable ?? true;
    this.recoverable = options.recoverable ?? false;
  }
}

const NOT_RETRYABLE_CODES: ReadonlySet<string> = new Set<ErrorCode>([
  "bad_request",
  "bad_input",
  "unauthorized",
  "forbidden",
  "not_found",
  "limit_exceeded",
  "unprocessable",
  "payload_too_large",
  "unsupported_media_type",
  "canceled",
  "not_implemented",
]);

/**
 * Whether another attempt is worth making. An error says no with `retryable: false` or `isRetryable: false`,
 * itself or in its cause; of the rest, an AppError that blames the request says no by its code.
 */
export function isRetryable(thrown: unknown): boolean {
  for (let error = thrown, depth = 0; error instanceof Error && depth < 4; error = error.cause, depth += 1) {
    const said = saysOf(error);
    if (said !== null) return said;
  }
  return !(thrown instanceof AppError && NOT_RETRYABLE_CODES.has(thrown.code));
}

function saysOf(error: Error): boolean | null {
  const { retryable, isRetryable } = error as { retryable?: unknown; isRetryable?: unknown };
  if (typeof retryable === "boolean") return retryable;
  return typeof isRetryable === "boolean" ? isRetryable : null;
}

/** A thrown value as a result shows it. `UpstreamFailedError` is an AppError `upstream_failed`. */
export function toNodeError(thrown: unknown): NodeError {
  if (!(thrown instanceof Error)) return { type: "Error", message: String(thrown) };
  const isRecoverable = (thrown as { recoverable?: unknown }).recoverable === true;
  return {
    type: thrown instanceof AppError ? typeOf(thrown.code) : thrown.name,
    message: thrown.message,
    ...(isRecoverable && { recoverable: true }),
  };
}

const typeOf = (code: ErrorCode): string =>
  `${code.replace(/(?:^|_)([a-z])/g, (_, letter) => letter.toUpperCase())}Error`;
