import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { env } from "@/lib/config/env";
import { db, pool } from "@/lib/db/client";
import { aTenant } from "@/lib/testing/tenant";
import { forgetKeys, openKeyRing } from "./keys";
import { rotateMasterKey } from "./rotate";
import { open, seal } from "./seal";

const first = "first-master-key-000000000000000000000000";
const second = "second-master-key-00000000000000000000000";
const third = "third-master-key-000000000000000000000000";

/** Restarts the process, as far as keys go, with this master key. */
function startWith(key: string | undefined): Promise<void> {
  Object.assign(env(), { DYNAMIQ_MASTER_KEY: key });
  forgetKeys();
  return openKeyRing();
}

beforeEach(async () => {
  await db().connection.deleteMany();
  await db().dataKey.deleteMany();
  await startWith(first);
});

afterEach(() => forgetKeys());

let tenant: Awaited<ReturnType<typeof aTenant>> | undefined;

async function aSecret(text = "canary-secret"): Promise<{ id: string; projectId: string }> {
  tenant ??= await aTenant();
  const { projectId } = tenant;
  const id = crypto.randomUUID();
  await db().$transaction(async (tx) => {
    const { sealed, dataKeyId } = await seal(tx, text, { table: "connection", rowId: id, projectId });
    await tx.connection.create({
      data: { id, projectId, name: id, type: "x", config: {}, sealed, dataKeyId, secretsSet: ["api_key"] },
    });
  });
  return { id, projectId };
}

async function read({ id, projectId }: { id: string; projectId: string }): Promise<string> {
  const row = await db().connection.findUniqueOrThrow({ where: { id }, select: { sealed: true, dataKeyId: true } });
  return open(row.sealed ?? new Uint8Array(), row.dataKeyId ?? "", { table: "connection", rowId: id, projectId });
}

describe("a secret", () => {
  test("opens to what was sealed, and its row holds nothing of it", async () => {
    const secret = await aSecret("canary-secret");
    expect(await read(secret)).toBe("canary-secret");
    const { sealed } = await db().connection.findUniqueOrThrow({ where: { id: secret.id }, select: { sealed: true } });
    expect(Buffer.from(sealed ?? []).toString("latin1")).not.toContain("canary");
  });

  test("sealed twice looks different twice", async () => {
    const binding = { table: "connection", rowId: "r", projectId: "p" };
    const [a, b] = await db().$transaction(async (tx) => [await seal(tx, "x", binding), await seal(tx, "x", binding)]);
    expect(Buffer.from(a?.sealed ?? []).equals(Buffer.from(b?.sealed ?? []))).toBe(false);
  });

  test("moved to another row, table or project does not open", async () => {
    const { id, projectId } = await aSecret();
    const row = await db().connection.findUniqueOrThrow({ where: { id }, select: { sealed: true, dataKeyId: true } });
    const [sealed, key] = [row.sealed ?? new Uint8Array(), row.dataKeyId ?? ""];
    const binding = { table: "connection", rowId: id, projectId };
    expect(await open(sealed, key, binding)).toBe("canary-secret");
    await expect(open(sealed, key, { ...binding, rowId: crypto.randomUUID() })).rejects.toThrow();
    await expect(open(sealed, key, { ...binding, projectId: crypto.randomUUID() })).rejects.toThrow();
    await expect(open(sealed, key, { ...binding, table: "prompt" })).rejects.toThrow();
  });

  test("with any byte changed does not open", async () => {
    const { id, projectId } = await aSecret();
    const row = await db().connection.findUniqueOrThrow({ where: { id }, select: { sealed: true, dataKeyId: true } });
    for (const at of [0, 1, 13, 29, (row.sealed?.byteLength ?? 1) - 1]) {
      const changed = new Uint8Array(row.sealed ?? []);
      changed[at] = (changed[at] ?? 0) ^ 1;
      await expect(open(changed, row.dataKeyId ?? "", { table: "connection", rowId: id, projectId })).rejects.toThrow();
    }
  });
});

describe("the start", () => {
  test("without a master key, or with a short one, stops with a sentence that says what to do", async () => {
    await expect(startWith(undefined)).rejects.toThrow("DYNAMIQ_MASTER_KEY is not set");
    await expect(startWith("short")).rejects.toThrow("at least 32");
  });

  test("with another master key than the database's stops, and changes nothing", async () => {
    const secret = await aSecret();
    await expect(startWith(second)).rejects.toThrow("DYNAMIQ_MASTER_KEY is not the key");
    await startWith(first);
    expect(await read(secret)).toBe("canary-secret");
  });

  test("of two processes at once makes one data key", async () => {
    await db().dataKey.deleteMany();
    forgetKeys();
    await Promise.all([openKeyRing(), openKeyRing(), openKeyRing()]);
    expect(await db().dataKey.count()).toBe(1);
  });

  test("keeps the data key only in wrapped form", async () => {
    const [wrap] = await db().dataKeyWrap.findMany({ select: { wrapped: true } });
    expect(wrap?.wrapped.byteLength).toBe(1 + 12 + 16 + 32);
  });
});

describe("a rotation of the master key", () => {
  test("seals every secret anew and takes the old data key away", async () => {
    const secrets = await Promise.all([...Array(120)].map((_, n) => aSecret(`canary-${n}`)));
    const before = await db().dataKey.findFirstOrThrow();
    expect(await rotateMasterKey(first, second)).toEqual({ resealed: 120, unreadable: [] });
    expect(await db().dataKey.findUnique({ where: { id: before.id } })).toBeNull();
    await startWith(second);
    expect(await Promise.all(secrets.map(read))).toEqual(secrets.map((_, n) => `canary-${n}`));
  });

  test("leaves a server with the old key reading and writing until it is restarted", async () => {
    const secret = await aSecret();
    await rotateMasterKey(first, second);
    await startWith(first);
    expect(await read(secret)).toBe("canary-secret");
    const written = await aSecret("written-since");
    await startWith(second);
    expect(await read(written)).toBe("written-since");
    expect(await read(secret)).toBe("canary-secret");
  });

  test("is not undone by a restart with the old key, and the first with the new one shuts that out", async () => {
    await aSecret();
    await rotateMasterKey(first, second);
    await startWith(first);
    await startWith(second);
    await expect(startWith(first)).rejects.toThrow("is not the key");
    await startWith(second);
  });

  test("goes on while others read and write, and loses nothing", async () => {
    const written = await Promise.all([...Array(60)].map((_, n) => aSecret(`before-${n}`)));
    let isOver = false;
    const writer = (async () => {
      for (let n = 0; !isOver; n++) written.push(await aSecret(`during-${n}`));
    })();
    const reader = (async () => {
      for (let n = 0; !isOver; n++) await read(written[n % written.length] ?? { id: "", projectId: "" });
    })();
    await rotateMasterKey(first, second);
    isOver = true;
    await Promise.all([writer, reader]);
    await startWith(second);
    for (const secret of written) expect(await read(secret)).toMatch(/^(before|during)-\d+$/);
    expect(await db().dataKey.count()).toBe(1);
  });

  test("that was stopped halfway is finished by running it again", async () => {
    const secrets = [await aSecret("one"), await aSecret("two")];
    await rotateMasterKey(first, second);
    // As a kill would leave it: a key of before, retired, that still seals a row.
    const target = await db().dataKey.findFirstOrThrow();
    await db().dataKey.update({ where: { id: target.id }, data: { retiredAt: new Date() } });
    await rotateMasterKey(first, second);
    const keys = await db().dataKey.findMany();
    expect(keys).toHaveLength(1);
    expect(keys[0]?.retiredAt).toBeNull();
    await startWith(second);
    expect(await Promise.all(secrets.map(read))).toEqual(["one", "two"]);
  });

  test("may follow another", async () => {
    const secret = await aSecret();
    await rotateMasterKey(first, second);
    await rotateMasterKey(second, third);
    await startWith(third);
    expect(await read(secret)).toBe("canary-secret");
    await expect(startWith(second)).rejects.toThrow("is not the key");
  });

  test("is refused with the wrong old key, the same key twice or a short new one, and changes nothing", async () => {
    const secret = await aSecret();
    await expect(rotateMasterKey(second, third)).rejects.toThrow("not this database's");
    await expect(rotateMasterKey(first, first)).rejects.toThrow("the same");
    await expect(rotateMasterKey(first, "short")).rejects.toThrow("DYNAMIQ_NEW_MASTER_KEY");
    await startWith(first);
    expect(await read(secret)).toBe("canary-secret");
    expect(await db().dataKeyWrap.count()).toBe(1);
  });

  test("names what it cannot open and keeps the key it was sealed with", async () => {
    const broken = await aSecret();
    const fine = await aSecret("fine");
    await db().connection.update({ where: { id: broken.id }, data: { sealed: new Uint8Array(40) } });
    expect(await rotateMasterKey(first, second)).toEqual({ resealed: 1, unreadable: [`connection ${broken.id}`] });
    expect(await db().dataKey.count()).toBe(2);
    await startWith(second);
    expect(await read(fine)).toBe("fine");
  });

  test("is refused while another one runs", async () => {
    await aSecret();
    const other = await pool().connect();
    await other.query("select pg_advisory_lock(7270739)");
    await expect(rotateMasterKey(first, second)).rejects.toThrow("under way");
    await other.query("select pg_advisory_unlock(7270739)");
    other.release();
    expect((await rotateMasterKey(first, second)).resealed).toBe(1);
  });
});

test("a data key that still seals something cannot be removed", async () => {
  await aSecret();
  await expect(db().dataKey.deleteMany()).rejects.toThrow();
});
