import "server-only";
import type pg from "pg";
import { db, pool } from "@/lib/db/client";
import { decrypt, encrypt, type MasterKey, masterKeyFrom, unwrapDataKey, wrapDataKey } from "./cipher";
import { forgetKeys, makeDataKey } from "./keys";
import { boundTo } from "./seal";

const ROTATION_LOCK = 7_270_739;
const BATCH = 50;

/** Tables with sealed rows: each has `id`, `project_id`, `sealed` and `data_key_id`. Add a table here. */
const SEALED_TABLES = ["connection"] as const;

export type Rotation = {
  /** Rows that were sealed anew. */
  readonly resealed: number;
  /** Rows that could not be opened, as `table id`. Their old key stays, and so do they. */
  readonly unreadable: readonly string[];
};

/**
 * Seals every secret anew, with a data key that only the new master key opens once the old one is out of use.
 *
 * Servers with the old master key keep working all along: until the first start with the new one, both open every
 * key. It may be killed at any point and run again with the same two keys.
 *
 * @throws Error, one sentence for the operator, where a key is unfit, both are the same, the old one is not this
 * database's, or another rotation runs.
 */
export async function rotateMasterKey(oldText: string | undefined, newText: string): Promise<Rotation> {
  const [older, newer] = [masterKeyFrom(oldText), masterKeyFrom(newText, "DYNAMIQ_NEW_MASTER_KEY")];
  if (older.id === newer.id) throw new Error("The new master key is the same as the old one: give another.");
  const lock = await pool().connect();
  try {
    const { rows } = await lock.query("select pg_try_advisory_lock($1) as taken", [ROTATION_LOCK]);
    if (!rows[0].taken) throw new Error("Another rotation of the master key is under way: let it finish.");
    const keys = await prepare(older, newer);
    const unreadable: string[] = [];
    let resealed = 0;
    for (const table of SEALED_TABLES) resealed += await resealTable(lock, table, keys, unreadable);
    await db().$executeRaw`
      delete from data_key where retired_at is not null
      and not exists (select 1 from connection where data_key_id = data_key.id)`;
    return { resealed, unreadable };
  } finally {
    await lock.query("select pg_advisory_unlock($1)", [ROTATION_LOCK]).catch(() => {});
    lock.release();
    forgetKeys();
  }
}

type Keys = { readonly target: { id: string; key: Buffer }; readonly all: ReadonlyMap<string, Buffer> };

/** From here on both master keys open every data key, and one that the rotation made seals. */
async function prepare(older: MasterKey, newer: MasterKey): Promise<Keys> {
  return db().$transaction(async (tx) => {
    const rows = await tx.dataKey.findMany({
      include: { wraps: { select: { masterKeyId: true, wrapped: true } } },
      orderBy: { createdAt: "desc" },
    });
    const all = new Map<string, Buffer>();
    const begun = rows.some(({ retiredAt }) => retiredAt !== null);
    let target: Keys["target"] | undefined;
    for (const { id, retiredAt, wraps } of rows) {
      const wrapOf = (master: MasterKey) => wraps.find(({ masterKeyId }) => masterKeyId === master.id)?.wrapped;
      const key = unwrap(id, [
        [older, wrapOf(older)],
        [newer, wrapOf(newer)],
      ]);
      all.set(id, key);
      const isNew = retiredAt === null && wrapOf(newer) !== undefined;
      if (begun && isNew) target ??= { id, key };
      if (!wrapOf(newer)) {
        const wrapped = new Uint8Array(wrapDataKey(newer, id, key));
        await tx.dataKeyWrap.create({ data: { dataKeyId: id, masterKeyId: newer.id, wrapped } });
      }
    }
    target ??= await makeDataKey(tx, [older, newer]);
    all.set(target.id, target.key);
    // Waits for every transaction that is about to write a row sealed with one of these.
    await tx.dataKey.updateMany({
      where: { id: { not: target.id }, retiredAt: null },
      data: { retiredAt: new Date() },
    });
    return { target, all };
  });
}

function unwrap(id: string, candidates: readonly (readonly [MasterKey, Uint8Array | undefined])[]): Buffer {
  for (const [master, wrapped] of candidates) if (wrapped) return unwrapDataKey(master, id, wrapped);
  throw new Error(
    "The master key given as the old one is not this database's: set DYNAMIQ_MASTER_KEY to the right one.",
  );
}

type SealedRow = { id: string; project_id: string; sealed: Uint8Array; data_key_id: string };

/** In small transactions, each row locked while it changes, so that an edit is neither lost nor undone. */
async function resealTable(
  client: pg.PoolClient,
  table: (typeof SEALED_TABLES)[number],
  { target, all }: Keys,
  unreadable: string[],
): Promise<number> {
  let resealed = 0;
  for (let after = "00000000-0000-0000-0000-000000000000"; ; ) {
    await client.query("begin");
    try {
      const { rows } = await client.query<SealedRow>(
        `select id, project_id, sealed, data_key_id from ${table}
         where data_key_id <> $1 and id > $2 order by id limit ${BATCH} for update`,
        [target.id, after],
      );
      for (const row of rows) {
        const bound = boundTo({ table, rowId: row.id, projectId: row.project_id });
        const plaintext = tryOpen(all.get(row.data_key_id), row.sealed, bound);
        if (plaintext === null) {
          unreadable.push(`${table} ${row.id}`);
          continue;
        }
        const sealed = encrypt(target.key, plaintext, bound);
        await client.query(`update ${table} set sealed = $1, data_key_id = $2 where id = $3`, [
          sealed,
          target.id,
          row.id,
        ]);
        resealed++;
      }
      await client.query("commit");
      const last = rows.at(-1);
      if (!last) return resealed;
      after = last.id;
    } catch (error) {
      await client.query("rollback");
      throw error;
    }
  }
}

function tryOpen(key: Buffer | undefined, sealed: Uint8Array, bound: string): Buffer | null {
  try {
    return key ? decrypt(key, sealed, bound) : null;
  } catch {
    return null;
  }
}
