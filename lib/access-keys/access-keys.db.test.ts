import pg from "pg";
import { afterAll, describe, expect, test, vi } from "vitest";
import { PageQuery } from "@/lib/core/page";
import { db } from "@/lib/db/client";
import { closeListener, listener } from "@/lib/db/listener";
import { deleteProject } from "@/lib/projects/service";
import { anAccessKey, aTenant } from "@/lib/testing/tenant";
import { hashOf } from "@/lib/tokens/secret";
import { usesWritten } from "@/lib/tokens/use";
import { findAccessKey } from "./lookup";
import { createAccessKey, deleteAccessKey, listAccessKeys } from "./service";

const firstPage = PageQuery.parse({});

afterAll(closeListener);

/** The key was found, and is answered from memory from now on. */
async function remembered(key: string): Promise<void> {
  await vi.waitFor(async () => {
    await findAccessKey(key);
    expect(listener().isListening("dynamiq_access_key")).toBe(true);
  });
  expect(await findAccessKey(key)).not.toBeNull();
}

test("a key acts as its organization, and reaches its project only where it has one", async () => {
  const tenant = await aTenant();
  const ctx = await tenant.as("member");
  const wide = await createAccessKey(ctx, tenant.organizationId, { name: "Wide" });
  const bound = await createAccessKey(ctx, tenant.organizationId, { name: "Bound", project_id: tenant.projectId });
  const { organizationId, projectId } = tenant;
  expect(await findAccessKey(wide.key)).toEqual({
    kind: "access_key",
    keyId: wide.id,
    organizationId,
    projectId: null,
  });
  expect(await findAccessKey(bound.key)).toEqual({ kind: "access_key", keyId: bound.id, organizationId, projectId });
  expect(bound.created_by?.id).toBe(await tenant.userId("member"));
});

test("a key's text is in the answer that makes it and nowhere else", async () => {
  const tenant = await aTenant();
  const { key } = await createAccessKey(await tenant.as("owner"), tenant.organizationId, { name: "CI" });
  const list = await listAccessKeys(await tenant.as("owner"), tenant.organizationId, firstPage);
  expect(list.items).toHaveLength(1);
  expect(JSON.stringify(list)).not.toContain(key.slice(16, -4));
});

describe("a key that is remembered", () => {
  test("is worth nothing the moment it is revoked here", async () => {
    const tenant = await aTenant();
    const ctx = await tenant.as("owner");
    const { id, key } = await createAccessKey(ctx, tenant.organizationId, { name: "CI" });
    await remembered(key);
    await deleteAccessKey(ctx, tenant.organizationId, id);
    expect(await findAccessKey(key)).toBeNull();
  });

  test("is worth nothing once another process revoked it", async () => {
    const tenant = await aTenant();
    const key = await tenant.accessKey();
    await remembered(key);
    const elsewhere = new pg.Client({ connectionString: process.env.DATABASE_URL });
    await elsewhere.connect();
    await elsewhere.query("delete from access_key where hash = $1", [hashOf(key)]);
    await elsewhere.end();
    await vi.waitFor(async () => expect(await findAccessKey(key)).toBeNull());
  });

  test("is worth nothing once its project is gone", async () => {
    const tenant = await aTenant();
    const key = await tenant.accessKey(tenant.projectId);
    await remembered(key);
    await deleteProject(await tenant.as("owner"), tenant.projectId);
    await vi.waitFor(async () => expect(await findAccessKey(key)).toBeNull());
  });

  test("is worth nothing once it expired, although nobody said so", async () => {
    const tenant = await aTenant();
    const key = await anAccessKey(tenant.organizationId, null, new Date(Date.now() + 400));
    await findAccessKey(key);
    await vi.waitFor(async () => expect(await findAccessKey(key)).toBeNull(), { timeout: 3000 });
  });

  test("is asked of the database while nobody would tell of its end", async () => {
    const tenant = await aTenant();
    const key = await tenant.accessKey();
    await remembered(key);
    await db().$executeRaw`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'dynamiq listener' and datname = current_database()`;
    await vi.waitFor(() => expect(listener().isListening("dynamiq_access_key")).toBe(false));
    // Without its notice, as if it had been lost with the connection.
    await db().$executeRaw`alter table access_key disable trigger access_key_changed`;
    await db().accessKey.deleteMany({ where: { hash: hashOf(key) } });
    await db().$executeRaw`alter table access_key enable trigger access_key_changed`;
    expect(await findAccessKey(key)).toBeNull();
    await vi.waitFor(() => expect(listener().isListening("dynamiq_access_key")).toBe(true), { timeout: 10_000 });
    expect(await findAccessKey(key)).toBeNull();
  });
});

test("keys that share their first characters are two", async () => {
  const tenant = await aTenant();
  const key = await tenant.accessKey();
  await remembered(key);
  expect(await findAccessKey(`${key.slice(0, -1)}${key.endsWith("a") ? "b" : "a"}`)).toBeNull();
});

test("another organization's keys are neither listed, nor made, nor revoked", async () => {
  const [mine, theirs] = [await aTenant(), await aTenant()];
  const { id, key } = await createAccessKey(await theirs.as("owner"), theirs.organizationId, { name: "CI" });
  const me = await mine.as("owner");
  const notFound = { code: "not_found" };
  await expect(listAccessKeys(me, theirs.organizationId, firstPage)).rejects.toMatchObject(notFound);
  await expect(createAccessKey(me, theirs.organizationId, { name: "x" })).rejects.toMatchObject(notFound);
  await expect(deleteAccessKey(me, theirs.organizationId, id)).rejects.toMatchObject(notFound);
  await expect(deleteAccessKey(me, mine.organizationId, id)).rejects.toMatchObject(notFound);
  await expect(
    createAccessKey(me, mine.organizationId, { name: "x", project_id: theirs.projectId }),
  ).rejects.toMatchObject(notFound);
  expect(await findAccessKey(key)).not.toBeNull();
});

test("a key for a private project is made by those who may open it", async () => {
  const tenant = await aTenant({ visibility: "private" });
  const bound = { name: "CI", project_id: tenant.projectId };
  await expect(createAccessKey(await tenant.as("member"), tenant.organizationId, bound)).rejects.toMatchObject({
    code: "not_found",
  });
  expect(await createAccessKey(await tenant.as("editor"), tenant.organizationId, bound)).toMatchObject({
    project_id: tenant.projectId,
  });
});

test("the last use is noted, once a minute at most", async () => {
  const tenant = await aTenant();
  const key = await tenant.accessKey();
  await remembered(key);
  await usesWritten();
  const first = await db().accessKey.findFirstOrThrow({ where: { organizationId: tenant.organizationId } });
  expect(first.lastUsedAt).toBeInstanceOf(Date);
  await findAccessKey(key);
  await usesWritten();
  const second = await db().accessKey.findFirstOrThrow({ where: { organizationId: tenant.organizationId } });
  expect(second.lastUsedAt).toEqual(first.lastUsedAt);
});

test("nothing is remembered once the process stops listening", async () => {
  const tenant = await aTenant();
  const key = await tenant.accessKey();
  await remembered(key);
  await closeListener();
  await db().accessKey.deleteMany({ where: { hash: hashOf(key) } });
  expect(await findAccessKey(key)).toBeNull();
});
