import "server-only";
import pino, { type DestinationStream, type Logger } from "pino";
import { env } from "@/lib/config/env";
import { shared } from "./shared";

/** Names under which a secret might slip into a log line. */
const REDACTED = ["authorization", "cookie", "password", "api_key", "token", "secret", "connectionString"];

/** What PostgreSQL adds to an error quotes the row it refused: what people keep is not for the log. */
const QUOTING = new Set(["detail", "where", "internalQuery", "hint"]);

/** An error as a line of the log holds it. */
export function errorFacts(err: Error): object {
  const facts = Object.entries(pino.stdSerializers.err(err) ?? {});
  return Object.fromEntries(facts.filter(([name]) => !QUOTING.has(name)));
}

/**
 * The process's log: one JSON object a line, on standard output; in a terminal lines for people, unless LOG_FORMAT
 * says otherwise.
 */
export const log = (): Logger =>
  shared("log", () => {
    const { LOG_LEVEL, LOG_FORMAT = process.stdout.isTTY ? "text" : "json" } = env();
    const options = {
      level: LOG_LEVEL,
      base: { service: "dynamiq" },
      serializers: { err: errorFacts },
      redact: { paths: REDACTED.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: "[redacted]" },
    };
    return LOG_FORMAT === "text" ? pino(options, forPeople) : pino(options);
  });

const LEVELS: Readonly<Record<number, string>> = { 10: "trace", 20: "debug", 30: "info", 40: "warn", 50: "error" };

const forPeople: DestinationStream = {
  write(line) {
    process.stdout.write(`${sentence(JSON.parse(line))}\n`);
  },
};

type Line = { level: number; time: number; msg?: string; err?: { message?: string; stack?: string } };

/** Time, level where it is no mere information, message, what else there is, and the stack of an error. */
export function sentence({ level, time, msg, err, ...rest }: Line & Record<string, unknown>): string {
  const { service: _, ...facts } = rest;
  const said = Object.entries(facts).map(
    ([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  const parts = [
    new Date(time).toTimeString().slice(0, 8),
    ...(level === 30 ? [] : [LEVELS[level] ?? "fatal"]),
    msg ?? "",
    ...said,
  ];
  return (
    parts.filter((part) => part !== "").join(" ") +
    (err?.stack && level >= 50 ? `\n${err.stack}` : err ? ` (${err.message})` : "")
  );
}
