import "server-only";
import { existsSync } from "node:fs";
import { z } from "zod";

const flag = (fallback: boolean) =>
  z
    .enum(["true", "false", "1", "0", "yes", "no", "on", "off"], "set it to true or false")
    .optional()
    .transform((text) => (text === undefined ? fallback : ["true", "1", "yes", "on"].includes(text)));

/** Separated by commas; `none` says in words that there is nothing. */
const list = z
  .string()
  .default("")
  .transform((text) =>
    text
      .split(",")
      .map((part) => part.trim())
      .filter((part) => part !== "" && part !== "none"),
  );

const numberFrom = (least: number, most: number, fallback: number) =>
  z
    .string()
    .regex(/^\d+$/, `set it to a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine((number) => number >= least && number <= most, `set it to a whole number from ${least} to ${most}`)
    .default(fallback);

const ROLES = ["web", "data", "worker"] as const;

/** Every setting, with its default. `.env.example` documents each; a test compares the two. */
export const Env = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: "write it as postgresql://user:password@host:5432/database" })
    .optional(),
  PORT: numberFrom(1, 65535, 3000),
  HOST: z.string().default("127.0.0.1"),
  BASE_URL: z.url({ protocol: /^https?$/, error: "write it as https://dynamiq.example.com" }).optional(),
  DATA_DIR: z.string().default(".data"),
  DYNAMIQ_MASTER_KEY: z.string().optional(),
  DYNAMIQ_ROLES: list
    .pipe(z.array(z.enum(ROLES, "name one or more of web, data and worker, separated by commas")))
    .transform((roles): readonly Role[] => (roles.length === 0 ? ROLES : roles)),
  DYNAMIQ_APPS_DOMAIN: z.string().optional(),
  DYNAMIQ_OPEN_REGISTRATION: flag(false),
  DYNAMIQ_SAMPLE_MODEL: flag(false),
  DYNAMIQ_CONNECTION_DEFAULTS_FROM_ENV: flag(false),
  DYNAMIQ_EGRESS_ALLOW: list,
  DYNAMIQ_TRUST_PROXY: flag(false),
  DYNAMIQ_DATABASE_CONNECTIONS: numberFrom(2, 500, 20),
  DYNAMIQ_RUN_SECONDS_MAX: numberFrom(1, 604_800, 3600),
  DYNAMIQ_SHUTDOWN_SECONDS: numberFrom(0, 3600, 10),
  LOG_LEVEL: z
    .enum(["trace", "debug", "info", "warn", "error", "silent"], "set it to trace, debug, info, warn, error or silent")
    .default("info"),
  LOG_FORMAT: z.enum(["json", "text"], "set it to json or text").optional(),
  DYNAMIQ_INIT_USER_EMAIL: z.string().optional(),
  DYNAMIQ_INIT_USER_PASSWORD: z.string().optional(),
  DYNAMIQ_INIT_ORG_NAME: z.string().optional(),
  DYNAMIQ_INIT_PROJECT_NAME: z.string().optional(),
  DYNAMIQ_INIT_PROJECT_ID: z.string().optional(),
  DYNAMIQ_INIT_PAT: z.string().optional(),
  DYNAMIQ_INIT_ACCESS_KEY: z.string().optional(),
});
export type Env = z.infer<typeof Env>;

export type Role = (typeof ROLES)[number];

/** Settings that cannot be used: one sentence each, naming the variable and what to set it to. */
export class SettingsError extends Error {
  constructor(sentences: readonly string[]) {
    super(sentences.join("\n"));
    this.name = "SettingsError";
  }
}

let parsed: Env | undefined;

/**
 * The process's settings: the only reader of process.env, but for `connectionDefault`.
 *
 * Read on first use, so `next build` needs none of them; the server calls it once at boot, so a
 * missing one stops the start with its name instead of failing the first request.
 *
 * @throws SettingsError
 */
export const env = (): Env => {
  parsed ??= parse(blanksLeftOut(process.env));
  return parsed;
};

/** @throws SettingsError */
function parse(all: NodeJS.ProcessEnv): Env {
  const { data, error } = Env.safeParse(all);
  if (data) return data;
  const faults = new Map(error.issues.map(({ path, message }) => [String(path[0]), message]));
  throw new SettingsError([...faults].map(([name, what]) => `${name} cannot be used as it is set: ${what}.`));
}

/**
 * The environment variable a connection field takes its default from (`OPENAI_API_KEY`), or undefined
 * where it is not set or the operator has not allowed connections to read the environment.
 */
export function connectionDefault(name: string): string | undefined {
  if (!env().DYNAMIQ_CONNECTION_DEFAULTS_FROM_ENV) return undefined;
  return process.env[name] || undefined;
}

/** `PORT=` in a file means "not set". */
const blanksLeftOut = (all: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value !== "")) as NodeJS.ProcessEnv;

/** Tells next-auth, which reads the environment by itself, where it is reached. */
export function setNextAuthUrl(url: string): void {
  process.env.NEXTAUTH_URL = url;
}

/** Takes what `.env` says into the environment; what is set there already stays. */
export function readEnvFile(): void {
  if (existsSync(".env")) process.loadEnvFile(".env");
}
