import "server-only";
import type { Tx } from "@/lib/db/client";
import { decrypt, encrypt } from "./cipher";
import { dataKey, sealingKey } from "./keys";

/** The place a secret belongs to. Moved to another row, table or project it does not open. */
export type Binding = { readonly table: string; readonly rowId: string; readonly projectId: string };

export type Sealed = { readonly sealed: Uint8Array<ArrayBuffer>; readonly dataKeyId: string };

export const boundTo = ({ table, rowId, projectId }: Binding): string => `${table}\0${rowId}\0${projectId}`;

/**
 * Seals a text. `tx` is the transaction that writes the row: until it ends, the key cannot be rotated away.
 */
export async function seal(tx: Tx, plaintext: string, binding: Binding): Promise<Sealed> {
  const { id, key } = await sealingKey(tx);
  return { sealed: new Uint8Array(encrypt(key, Buffer.from(plaintext), boundTo(binding))), dataKeyId: id };
}

/** @throws Error where it was sealed for another place, was changed, or its key is not to be had. */
export async function open(sealed: Uint8Array, dataKeyId: string, binding: Binding): Promise<string> {
  return decrypt(await dataKey(dataKeyId), sealed, boundTo(binding)).toString();
}
