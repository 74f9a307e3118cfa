import "server-only";
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";

/**
 * A sealed text's bytes: version (1), nonce (12), tag (16), ciphertext. AES-256-GCM with a nonce drawn for each.
 */
const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
export const KEY_BYTES = 32;

export const MASTER_KEY_LENGTH_MIN = 32;

/** What is needed of a master key. The text itself is kept nowhere. */
export type MasterKey = {
  /** Tells master keys apart without telling anything of them. */
  readonly id: string;
  /** Seals data keys. */
  readonly wrapKey: Buffer;
};

export const newDataKey = (): Buffer => randomBytes(KEY_BYTES);

export const newMasterKeyText = (): string => randomBytes(32).toString("base64url");

/** @throws Error, one sentence for the operator, where the text is missing or too short. */
export function masterKeyFrom(text: string | undefined, variable = "DYNAMIQ_MASTER_KEY"): MasterKey {
  const key = text?.trim() ?? "";
  if (key === "") {
    throw new Error(
      `${variable} is not set: it seals the secrets kept in the database. Make one (“openssl rand -base64 32”), keep it safe, and set it at every start.`,
    );
  }
  if (key.length < MASTER_KEY_LENGTH_MIN) {
    throw new Error(
      `${variable} has ${key.length} characters: take one of at least ${MASTER_KEY_LENGTH_MIN} (“openssl rand -base64 32”).`,
    );
  }
  const derive = (purpose: string) => Buffer.from(hkdfSync("sha256", key, "", `dynamiq ${purpose}`, KEY_BYTES));
  const id = createHash("sha256").update(derive("master key identity")).digest("hex").slice(0, 16);
  return { id, wrapKey: derive("data key wrap") };
}

/** `bound` is not stored: what is sealed opens only with the same words. */
export function encrypt(key: Buffer, plaintext: Uint8Array, bound: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(bound));
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), ciphertext]);
}

/** @throws Error where the key or the binding is another, or a bit was changed. */
export function decrypt(key: Buffer, sealed: Uint8Array, bound: string): Buffer {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  if (bytes[0] !== VERSION || bytes.byteLength < 1 + NONCE_BYTES + TAG_BYTES) throw new Error("Not a sealed text.");
  const [nonceEnd, tagEnd] = [1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES];
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(1, nonceEnd), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(bound));
  decipher.setAuthTag(bytes.subarray(nonceEnd, tagEnd));
  return Buffer.concat([decipher.update(bytes.subarray(tagEnd)), decipher.final()]);
}

const wrapBinding = (dataKeyId: string): string => `data_key\0${dataKeyId}`;

export const wrapDataKey = ({ wrapKey }: MasterKey, dataKeyId: string, dataKey: Buffer): Buffer =>
  encrypt(wrapKey, dataKey, wrapBinding(dataKeyId));

/** @throws Error where the wrap was made with another master key or for another data key. */
export const unwrapDataKey = ({ wrapKey }: MasterKey, dataKeyId: string, wrapped: Uint8Array): Buffer =>
  decrypt(wrapKey, wrapped, wrapBinding(dataKeyId));
