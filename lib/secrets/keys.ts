import "server-only";
import { v7 as uuid } from "uuid";
import { env } from "@/lib/config/env";
import { db, type Tx } from "@/lib/db/client";
import { forget, shared } from "@/lib/process/shared";
import { type MasterKey, masterKeyFrom, newDataKey, unwrapDataKey, wrapDataKey } from "./cipher";

/** One process at a time makes the first key, and tidies up. */
const BOOT_LOCK = 7_270_738;

/** Data keys by id, opened. A key that is retired stays: somebody may hold a row that it sealed. */
const opened = (): Map<string, Buffer> => shared("data-keys", () => new Map());

const master = (): MasterKey => masterKeyFrom(env().DYNAMIQ_MASTER_KEY);

/**
 * Makes the data keys ready; at the very first start makes the first one. Call it once at boot.
 *
 * The first start with a new master key, once a rotation is through, also removes what the older one could open.
 *
 * @throws Error, one sentence for the operator, where the master key is missing, too short or not this database's.
 */
export async function openKeyRing(): Promise<void> {
  const mine = master();
  await db().$transaction(async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(${BOOT_LOCK})`;
    const keys = await tx.dataKey.findMany({
      include: { wraps: { select: { masterKeyId: true, wrapped: true, createdAt: true } } },
    });
    if (keys.length === 0) {
      const { id, key } = await makeDataKey(tx, [mine]);
      opened().set(id, key);
      return;
    }
    for (const { id, wraps } of keys) {
      const wrap = wraps.find(({ masterKeyId }) => masterKeyId === mine.id);
      if (!wrap) throw new Error(wrongMasterKey(mine, wraps[0]?.masterKeyId));
      opened().set(id, openWrap(mine, id, wrap.wrapped));
      // Newer ones stay: they are of a rotation that this process has not been told of yet.
      await tx.dataKeyWrap.deleteMany({ where: { dataKeyId: id, createdAt: { lt: wrap.createdAt } } });
    }
  });
}

const wrongMasterKey = (mine: MasterKey, theirs: string | undefined): string =>
  `DYNAMIQ_MASTER_KEY is not the key this database's secrets were sealed with (it is ${mine.id}, the database's is ${theirs ?? "lost"}): set the one it was first started with, or last rotated to.`;

function openWrap(mine: MasterKey, id: string, wrapped: Uint8Array): Buffer {
  try {
    return unwrapDataKey(mine, id, wrapped);
  } catch (cause) {
    throw new Error(`The data key ${id} was damaged in the database: restore table data_key_wrap from a backup.`, {
      cause,
    });
  }
}

/**
 * A new data key that any of `masters` opens. Of two, the first counts as the older.
 */
export async function makeDataKey(tx: Tx, masters: readonly MasterKey[]): Promise<{ id: string; key: Buffer }> {
  const [id, key, now] = [uuid(), newDataKey(), Date.now()];
  await tx.dataKey.create({ data: { id } });
  await tx.dataKeyWrap.createMany({
    data: masters.map((of, index) => ({
      dataKeyId: id,
      masterKeyId: of.id,
      wrapped: new Uint8Array(wrapDataKey(of, id, key)),
      createdAt: new Date(now + index),
    })),
  });
  return { id, key };
}

/** The key that seals now, held against a rotation until the transaction ends. */
export async function sealingKey(tx: Tx): Promise<{ id: string; key: Buffer }> {
  // The row lock makes a rotation wait: it must not look for rows sealed with this key before ours is there.
  // Where it was retired while we waited, the next look finds its successor.
  for (let attempt = 0; attempt < 3; attempt++) {
    const [current] = await tx.$queryRaw<{ id: string }[]>`
      select id from data_key where retired_at is null order by created_at desc limit 1 for share`;
    if (current) return { id: current.id, key: await dataKey(current.id) };
    if ((await tx.dataKey.count()) === 0) await openKeyRing();
  }
  throw new Error("There is no data key to seal with.");
}

/** @throws Error where the key is not there, or this process's master key does not open it. */
export async function dataKey(id: string): Promise<Buffer> {
  const known = opened().get(id);
  if (known) return known;
  const mine = master();
  const wrap = await db().dataKeyWrap.findUnique({
    where: { dataKeyId_masterKeyId: { dataKeyId: id, masterKeyId: mine.id } },
    select: { wrapped: true },
  });
  if (!wrap) throw new Error(`The data key ${id} cannot be opened with this process's master key.`);
  const key = openWrap(mine, id, wrap.wrapped);
  opened().set(id, key);
  return key;
}

/** Forgets every opened key. For tests, and a process that has rotated them. */
export const forgetKeys = (): void => {
  forget("data-keys");
};
