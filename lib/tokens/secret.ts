import "server-only";
import { hash, randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";
import { TOKEN_LENGTH, TOKEN_LENGTH_MIN, TOKEN_PREFIX, type TokenKind, tokenKindOf } from "@/lib/core/tokens";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const CHECKSUM_LENGTH = 6;
const LENGTH_MAX = 256;

/** A new secret: the text to show once, and what is kept of it. */
export type NewSecret = { readonly text: string; readonly hash: string; readonly preview: string };

/** A secret nobody can guess: prefix, 58 random characters, and the checksum of those as six more. */
export function makeSecret(kind: TokenKind): NewSecret {
  const random = randomText(TOKEN_LENGTH - CHECKSUM_LENGTH);
  return keptOf(TOKEN_PREFIX[kind] + random + checksumOf(random));
}

/** What is kept of a secret. */
export const keptOf = (text: string): NewSecret => ({ text, hash: hashOf(text), preview: previewOf(text) });

/** SHA-512 of the whole secret, hexadecimal: how it is stored, looked up and cached. */
export const hashOf = (text: string): string => hash("sha512", text, "hex");

/** Prefix, first and last three characters: enough to tell one's own apart. */
export function previewOf(text: string): string {
  const kind = tokenKindOf(text);
  const prefix = kind ? TOKEN_PREFIX[kind] : "";
  return `${prefix}${text.slice(prefix.length).slice(0, 3)}...${text.slice(-3)}`;
}

/**
 * Whether the text could be a secret of that kind at all; one an operator gave needs only the prefix and 40
 * characters. Said without asking the database.
 */
export function isSecret(kind: TokenKind, text: string): boolean {
  const rest = text.slice(TOKEN_PREFIX[kind].length);
  return (
    text.startsWith(TOKEN_PREFIX[kind]) &&
    rest.length >= TOKEN_LENGTH_MIN &&
    rest.length <= LENGTH_MAX &&
    /^[\w.~-]+$/.test(rest)
  );
}

/** Whether the text is one we made and nobody mistyped or cut. For secret scanners, and for a better message. */
export function hasChecksum(kind: TokenKind, text: string): boolean {
  const rest = text.slice(TOKEN_PREFIX[kind].length);
  const random = rest.slice(0, -CHECKSUM_LENGTH);
  return rest.length === TOKEN_LENGTH && isSecret(kind, text) && rest.endsWith(checksumOf(random));
}

/** CRC-32 in base 62, six characters. */
function checksumOf(text: string): string {
  let rest = crc32(text);
  let digits = "";
  for (let place = 0; place < CHECKSUM_LENGTH; place++) {
    digits = ALPHABET.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}

function randomText(length: number): string {
  let text = "";
  while (text.length < length) {
    // 248 = 4 × 62: a byte above it would make the first characters likelier.
    for (const byte of randomBytes(length)) if (byte < 248 && text.length < length) text += ALPHABET.charAt(byte % 62);
  }
  return text;
}
