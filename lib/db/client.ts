import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { env } from "@/lib/config/env";
import { forget, shared } from "@/lib/process/shared";
import { PrismaClient } from "./generated/client";

/** Columns that hold secrets or their hashes: left out of every answer unless asked for by name. */
const SECRET_COLUMNS = {
  user: { passwordHash: true },
  personalAccessToken: { hash: true },
  accessKey: { hash: true },
  invitation: { hash: true },
  connection: { sealed: true },
  dataKeyWrap: { wrapped: true },
} as const;

/** @throws Error where DATABASE_URL is not set: the start-up script sets it for the embedded database. */
function databaseUrl(): string {
  const url = env().DATABASE_URL;
  if (!url) throw new Error("DATABASE_URL is not set. Start with `npm run up`, or name a PostgreSQL in DATABASE_URL.");
  return url;
}

const makePrisma = () =>
  new PrismaClient({ adapter: new PrismaPg(pool(), { disposeExternalPool: false }), omit: SECRET_COLUMNS });

type Prisma = ReturnType<typeof makePrisma>;

/** The Prisma client inside a transaction, or the one outside of any. */
export type Tx = Omit<Prisma, "$connect" | "$disconnect" | "$on" | "$transaction" | "$extends">;

/** The database, through Prisma. */
export const db = (): Prisma => shared("prisma", makePrisma);

/** The database, bare: for hot paths and for what Prisma cannot say. The same connections as `db()`. */
export const pool = (): pg.Pool =>
  shared("pool", () => {
    const made = new pg.Pool({ connectionString: databaseUrl(), max: env().DYNAMIQ_DATABASE_CONNECTIONS });
    // An idle connection that the server closed: the pool replaces it. Without a listener the process would end.
    made.on("error", () => {});
    return made;
  });

export async function disconnect(): Promise<void> {
  await forget<Prisma>("prisma")?.$disconnect();
  await forget<pg.Pool>("pool")?.end();
}
