import "server-only";
import { type Scope, transaction } from "@/lib/auth/scope";
import { storableText } from "@/lib/core/json";
import { Upload } from "@/lib/core/upload";
import * as files from "./repository";

/** A stored file, as runs and answers name it. `size` is bytes. */
export type StoredFile = {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly mime_type: string;
};

/** A stored file that can be read: in pieces, or whole where it is known to be small. */
export type ReadableFile = StoredFile & {
  chunks(): AsyncGenerator<Uint8Array, void, undefined>;
  bytes(): Promise<Uint8Array>;
};

/**
 * Keeps what somebody sent, all of it or nothing. With `appId` the file belongs to that app.
 *
 * The scope is the leave its caller already has (to test a workflow, to invoke an app); files have none of their own.
 */
export async function storeFile(
  scope: Scope,
  upload: Upload,
  { appId = null }: { appId?: string | null } = {},
): Promise<StoredFile> {
  const cleaned = new Upload(
    storableText(upload.name).slice(0, 255) || "file",
    storableText(upload.mimeType).slice(0, 255) || "application/octet-stream",
    upload.bytes,
  );
  return toStoredFile(await transaction(scope, (inside) => files.insert(inside, { upload: cleaned, appId })));
}

/** @throws AppError `not_found` where the project has no file of that id. */
export async function readFile(scope: Scope, id: string): Promise<ReadableFile> {
  const row = await files.get(scope, id);
  async function* chunks(): AsyncGenerator<Uint8Array, void, undefined> {
    for (let index = 0; ; index++) {
      const chunk = await files.chunk(scope, row.id, index);
      if (!chunk) return;
      yield chunk;
    }
  }
  async function bytes(): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    for await (const part of chunks()) parts.push(part);
    return new Uint8Array(Buffer.concat(parts));
  }
  return { ...toStoredFile(row), chunks, bytes };
}

/** Removing one that is not there is no error. */
export const removeFile = (scope: Scope, id: string): Promise<void> => files.remove(scope, id);

const toStoredFile = ({ id, name, size, mimeType }: files.FileRow): StoredFile => ({
  id,
  name,
  size: Number(size),
  mime_type: mimeType,
});
