import "server-only";
import pino, { type Logger } from "pino";
import { env } from "@/lib/config/env";
import { shared } from "./shared";

/** Names under which a secret might slip into a log line. */
const REDACTED = ["authorization", "cookie", "password", "api_key", "token", "secret", "connectionString"];

/** The process's log: one JSON object a line, on standard output. */
export const log = (): Logger =>
  shared("log", () =>
    pino({
      level: env().LOG_LEVEL,
      base: { service: "dynamiq" },
      redact: { paths: REDACTED.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: "[redacted]" },
    }),
  );
