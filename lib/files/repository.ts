import "server-only";
import type { Scope } from "@/lib/auth/scope";
import { notFound } from "@/lib/core/errors";
import { isId } from "@/lib/core/fields";
import type { Upload } from "@/lib/core/upload";

/** Bytes of one row. A file is read and written one row at a time. */
export const CHUNK_BYTES = 1024 * 1024;

export type FileRow = {
  readonly id: string;
  readonly appId: string | null;
  readonly name: string;
  readonly mimeType: string;
  readonly size: bigint;
};

type NewFile = { readonly upload: Upload; readonly appId: string | null };

/** Call it in a transaction: a file is there whole or not at all. */
export async function insert({ db, projectId }: Scope, { upload, appId }: NewFile): Promise<FileRow> {
  const { name, mimeType, size, bytes } = upload;
  const row = await db.storedFile.create({ data: { projectId, appId, name, mimeType, size: BigInt(size) } });
  for (let index = 0; index * CHUNK_BYTES < size; index++) {
    const chunk = new Uint8Array(bytes.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES));
    await db.fileChunk.create({ data: { fileId: row.id, index, bytes: chunk }, select: { index: true } });
  }
  return row;
}

export async function get({ db, projectId }: Scope, id: string): Promise<FileRow> {
  const row = isId(id) ? await db.storedFile.findFirst({ where: { id, projectId } }) : null;
  if (!row) throw notFound("File");
  return row;
}

/** The chunk's bytes, or null after the last. */
export async function chunk({ db, projectId }: Scope, id: string, index: number): Promise<Uint8Array | null> {
  const row = await db.fileChunk.findFirst({
    where: { fileId: id, index, file: { projectId } },
    select: { bytes: true },
  });
  return row?.bytes ?? null;
}

export async function remove({ db, projectId }: Scope, id: string): Promise<void> {
  if (isId(id)) await db.storedFile.deleteMany({ where: { id, projectId } });
}
