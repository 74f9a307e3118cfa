/** Every way a request can fail, with the HTTP status that reports it. Add a code here and nowhere else. */
export const ERROR_STATUS = {
  bad_request: 400,
  bad_input: 400,
  unauthorized: 401,
  limit_exceeded: 402,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  payload_too_large: 413,
  unsupported_media_type: 415,
  unprocessable: 422,
  rate_limited: 429,
  canceled: 499,
  internal: 500,
  not_implemented: 501,
  upstream_failed: 502,
  unavailable: 503,
  timeout: 504,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

/** Path of the fault (`messages.0.content`, `nodes.<id>.url`) to what is wrong there. */
export type ErrorDetails = Readonly<Record<string, string>>;

/** What a caller is told of a failure, on every surface. */
export type ErrorBody = { readonly code: ErrorCode; readonly message: string; readonly details?: ErrorDetails };

type AppErrorOptions = { details?: ErrorDetails | undefined; cause?: unknown; retryAfterSeconds?: number | undefined };

/** The same symbol in every copy of this module. */
const BRAND = Symbol.for("dynamiq.app-error");

/**
 * An expected failure.
 *
 * `message` and `details` are shown to the caller, so they never hold SQL, stack traces or secrets;
 * what the operator needs goes into `cause`, which is logged and never serialised.
 */
export class AppError extends Error {
  /**
   * One process holds a copy of this class in each of its bundles (Next's and the server's), and what they share, such
   * as the outgoing `fetch`, throws the copy of whichever made it: every copy is an AppError.
   */
  static override [Symbol.hasInstance](value: unknown): boolean {
    // biome-ignore lint/complexity/noThisInStatic: a subclass inherits this method and is asked about itself
    if (this !== AppError) return Function.prototype[Symbol.hasInstance].call(this, value);
    return value instanceof Error && BRAND in value;
  }

  readonly [BRAND] = true;
  readonly code: ErrorCode;
  readonly details: ErrorDetails | undefined;
  /** Seconds after which the caller may try again; answered as `Retry-After`. */
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.details = options.details;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  get status(): number {
    return ERROR_STATUS[this.code];
  }

  toBody(): ErrorBody {
    return { code: this.code, message: this.message, ...(this.details && { details: this.details }) };
  }

  /** Any thrown value as an AppError. What is not one of ours becomes `internal`, with the original as cause. */
  static from(thrown: unknown): AppError {
    if (thrown instanceof AppError) return thrown;
    return new AppError("internal", "Something went wrong on our side. Try again, or give us the request id.", {
      cause: thrown,
    });
  }
}

export const notFound = (what: string): AppError => new AppError("not_found", `${what} not found.`);

export const conflict = (message: string, cause?: unknown): AppError => new AppError("conflict", message, { cause });

export const forbidden = (message: string): AppError => new AppError("forbidden", message);

/** A value the caller sent is wrong; `details` says where and how. */
export const badRequest = (message: string, details?: ErrorDetails): AppError =>
  new AppError("bad_request", message, { details });
