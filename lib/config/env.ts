import "server-only";
import { z } from "zod";

const flag = (fallback: boolean) =>
  z
    .enum(["true", "false", "1", "0", "yes", "no", "on", "off"])
    .optional()
    .transform((text) => (text === undefined ? fallback : ["true", "1", "yes", "on"].includes(text)));

const list = z
  .string()
  .default("")
  .transform((text) =>
    text
      .split(",")
      .map((part) => part.trim())
      .filter((part) => part !== ""),
  );

/** Every setting, with its default. `.env.example` documents each; a test compares the two. */
export const Env = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().default("127.0.0.1"),
  BASE_URL: z.url().optional(),
  DATA_DIR: z.string().default(".data"),
  DYNAMIQ_MASTER_KEY: z.string().optional(),
  DYNAMIQ_ROLES: list
    .pipe(z.array(z.enum(["web", "data", "worker"])))
    .transform((roles) => (roles.length === 0 ? (["web", "data", "worker"] as const) : roles)),
  DYNAMIQ_APPS_DOMAIN: z.string().optional(),
  DYNAMIQ_OPEN_REGISTRATION: flag(false),
  DYNAMIQ_SAMPLE_MODEL: flag(false),
  DYNAMIQ_CONNECTION_DEFAULTS_FROM_ENV: flag(false),
  DYNAMIQ_EGRESS_ALLOW: list,
  DYNAMIQ_TRUST_PROXY: flag(false),
  DYNAMIQ_DATABASE_CONNECTIONS: z.coerce.number().int().min(2).max(500).default(20),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
  DYNAMIQ_INIT_USER_EMAIL: z.string().optional(),
  DYNAMIQ_INIT_USER_PASSWORD: z.string().optional(),
  DYNAMIQ_INIT_ORG_NAME: z.string().optional(),
  DYNAMIQ_INIT_PROJECT_NAME: z.string().optional(),
  DYNAMIQ_INIT_PROJECT_ID: z.string().optional(),
  DYNAMIQ_INIT_PAT: z.string().optional(),
  DYNAMIQ_INIT_ACCESS_KEY: z.string().optional(),
});
export type Env = z.infer<typeof Env>;

let parsed: Env | undefined;

/**
 * The process's settings: the only reader of process.env, but for `connectionDefault`.
 *
 * Read on first use, so `next build` needs none of them; the server calls it once at boot, so a
 * missing one stops the start with its name instead of failing the first request.
 */
export const env = (): Env => {
  parsed ??= Env.parse(blanksLeftOut(process.env));
  return parsed;
};

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
