import "server-only";
import { AppError } from "@/lib/core/errors";

/** What the system and the HTTP client call a failure, as a person would. `{host}` is filled in. */
const SENTENCES: Readonly<Record<string, string>> = {
  ENOTFOUND: "The name {host} could not be found.",
  EAI_AGAIN: "The name {host} could not be found.",
  ECONNREFUSED: "{host} refused the connection.",
  ECONNRESET: "{host} broke off the connection.",
  EPIPE: "{host} broke off the connection.",
  UND_ERR_SOCKET: "{host} broke off the connection.",
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: "{host} sent more or less than it said it would.",
  UND_ERR_CONNECT_TIMEOUT: "{host} did not take the connection in time.",
  ETIMEDOUT: "{host} did not take the connection in time.",
  UND_ERR_HEADERS_TIMEOUT: "{host} took the request and did not answer.",
  UND_ERR_BODY_TIMEOUT: "{host} began to answer and fell silent.",
  HPE: "{host} did not answer in HTTP.",
  UND_ERR_HEADERS_OVERFLOW: "{host} answered with headers that are too large.",
  UND_ERR_INVALID_ARG: "The request to {host} cannot be sent as it is written.",
  EHOSTUNREACH: "{host} cannot be reached from here.",
  ENETUNREACH: "{host} cannot be reached from here.",
  CERT_HAS_EXPIRED: "The certificate of {host} has expired.",
  DEPTH_ZERO_SELF_SIGNED_CERT: "The certificate of {host} is signed by nobody we trust.",
  SELF_SIGNED_CERT_IN_CHAIN: "The certificate of {host} is signed by nobody we trust.",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "The certificate of {host} is signed by nobody we trust.",
  ERR_TLS_CERT_ALTNAME_INVALID: "The certificate of {host} is for another name.",
  EPROTO: "{host} does not speak TLS there.",
  Z_DATA_ERROR: "{host} sent a body that cannot be decompressed.",
  Z_BUF_ERROR: "{host} broke off the connection.",
};

/** A failed call as one sentence that names the host only: paths and queries may hold credentials. */
export function failureOf(thrown: unknown, { host }: URL): AppError {
  const known = causes(thrown).find((cause) => cause instanceof AppError);
  if (known instanceof AppError) return known;
  const codes = causes(thrown).map(({ name, code }) => (name === "HTTPParserError" ? "HPE" : (code ?? "")));
  const sentence =
    codes.map((code) => SENTENCES[code]).find((text) => text !== undefined) ?? "No answer came from {host}.";
  return new AppError("upstream_failed", sentence.replace("{host}", host), { cause: thrown });
}

export const tooLargeAnswer = ({ host }: URL, bytesMax: number): AppError =>
  new AppError("upstream_failed", `The answer of ${host} is larger than ${size(bytesMax)}.`);

const size = (bytes: number): string =>
  bytes >= 1024 * 1024 ? `${Math.floor(bytes / 1024 / 1024)} MiB` : `${bytes} bytes`;

/** The error and those it was made of. */
function causes(thrown: unknown): (Error & { code?: string })[] {
  if (!(thrown instanceof Error)) return [];
  const parts = thrown instanceof AggregateError ? thrown.errors.flatMap(causes) : [];
  return [thrown, ...parts, ...causes(thrown instanceof AppError ? undefined : thrown.cause)];
}
