import { expect, test } from "vitest";
import { authorize } from "@/lib/auth/scope";
import { Upload } from "@/lib/core/upload";
import { db } from "@/lib/db/client";
import { aTenant, type Tenant } from "@/lib/testing/tenant";
import { readFile, removeFile, storeFile } from "./service";

const scopeOf = async (tenant: Tenant) => authorize(await tenant.as("owner"), "workflows:test", tenant.projectId);

const someBytes = (size: number): Uint8Array => Uint8Array.from({ length: size }, (_, index) => (index * 31) % 251);

test.each([0, 1, 1024 * 1024, 1024 * 1024 + 1, 2_500_000])(
  "a file of %i bytes is read as it was stored",
  async (size) => {
    const scope = await scopeOf(await aTenant());
    const bytes = someBytes(size);
    const stored = await storeFile(scope, new Upload("a.bin", "application/x-test", bytes));
    expect(stored).toEqual({ id: expect.any(String), name: "a.bin", size, mime_type: "application/x-test" });
    const file = await readFile(scope, stored.id);
    expect(file).toMatchObject(stored);
    expect(Buffer.from(await file.bytes()).equals(Buffer.from(bytes))).toBe(true);
  },
);

test("a file comes in pieces of a mebibyte at most", async () => {
  const scope = await scopeOf(await aTenant());
  const { id } = await storeFile(scope, new Upload("a", "text/plain", someBytes(2_500_000)));
  const sizes: number[] = [];
  for await (const chunk of (await readFile(scope, id)).chunks()) sizes.push(chunk.byteLength);
  expect(sizes).toEqual([1024 * 1024, 1024 * 1024, 2_500_000 - 2 * 1024 * 1024]);
});

test("a file of another project does not exist for me", async () => {
  const [mine, theirs] = [await scopeOf(await aTenant()), await scopeOf(await aTenant())];
  const { id } = await storeFile(theirs, new Upload("a", "text/plain", someBytes(3)));
  await expect(readFile(mine, id)).rejects.toMatchObject({ code: "not_found" });
  await expect(readFile(mine, "no-id")).rejects.toMatchObject({ code: "not_found" });
  await removeFile(mine, id);
  await readFile(theirs, id);
});

test("a removed file is gone with all its bytes", async () => {
  const scope = await scopeOf(await aTenant());
  const { id } = await storeFile(scope, new Upload("a", "text/plain", someBytes(2_000_000)));
  await removeFile(scope, id);
  await expect(readFile(scope, id)).rejects.toMatchObject({ code: "not_found" });
  expect(await db().fileChunk.count({ where: { fileId: id } })).toBe(0);
});

test("a name that PostgreSQL cannot store is stored all the same", async () => {
  const scope = await scopeOf(await aTenant());
  const { name, mime_type } = await storeFile(scope, new Upload("a\u0000b\ud800", "", someBytes(1)));
  expect([name, mime_type]).toEqual(["a\uFFFDb\uFFFD", "application/octet-stream"]);
});

test("a file that cannot be stored whole is not stored", async () => {
  const scope = await scopeOf(await aTenant());
  const before = await db().storedFile.count();
  const broken = new Upload("a", "text/plain", someBytes(10));
  Object.defineProperty(broken.bytes, "subarray", {
    value: () => {
      throw new Error("lost");
    },
  });
  await expect(storeFile(scope, broken)).rejects.toThrow("lost");
  expect(await db().storedFile.count()).toBe(before);
});
