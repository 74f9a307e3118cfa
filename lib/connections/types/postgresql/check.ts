import "server-only";
import pg from "pg";
import { AppError } from "@/lib/core/errors";
import { pinnedAddress } from "@/lib/egress/connect";
import { type Check, number, text } from "../../check";

/** Signs in and selects 1. */
export const checkPostgresql: Check = async (fields, { signal }) => {
  const [host, port] = [text(fields, "host"), number(fields, "port")];
  const address = await pinnedAddress(host, port, { signal });
  const options = {
    host: address,
    port,
    database: text(fields, "database"),
    user: text(fields, "user"),
    password: text(fields, "password"),
    connectionTimeoutMillis: 10_000,
    query_timeout: 10_000,
  };
  try {
    await selectOne({ ...options, ssl: { servername: host } }, signal);
  } catch (error) {
    // Many servers of one's own offer no TLS; with a bad certificate there is no second try without.
    if (!String(error).includes("does not support SSL")) throw sentence(error, host);
    await selectOne(options, signal).catch((plain: unknown) => Promise.reject(sentence(plain, host)));
  }
};

async function selectOne(options: pg.ClientConfig, signal: AbortSignal): Promise<void> {
  const client = new pg.Client(options);
  client.on("error", () => {});
  const stop = () => void client.end();
  signal.addEventListener("abort", stop, { once: true });
  try {
    await client.connect();
    await client.query("select 1");
  } finally {
    signal.removeEventListener("abort", stop);
    await client.end().catch(() => {});
  }
}

const SENTENCES: Readonly<Record<string, string>> = {
  "28P01": "refused the user or the password",
  "28000": "refused the user",
  "3D000": "has no database of that name",
  "53300": "takes no more connections",
  ECONNREFUSED: "refused the connection",
};

function sentence(error: unknown, host: string): AppError {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const text = SENTENCES[code] ?? "did not answer as PostgreSQL does";
  return new AppError("upstream_failed", `${host} ${text}.`, { cause: error });
}
