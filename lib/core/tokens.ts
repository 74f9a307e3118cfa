/** Kinds of secret we hand out, by prefix. The prefix tells a person, and a scanner, what it is. */
export const TOKEN_PREFIX = { pat: "dyn_pat_", access_key: "dynamiq_acc_" } as const;
export type TokenKind = keyof typeof TOKEN_PREFIX;

/** Characters after the prefix of a token we make, the last six being its checksum. */
export const TOKEN_LENGTH = 64;

/** Characters after the prefix that a token given to us must have at least. */
export const TOKEN_LENGTH_MIN = 40;

/** The kind a bearer credential claims to be, or null where it is none of ours. */
export function tokenKindOf(credential: string): TokenKind | null {
  if (credential.startsWith(TOKEN_PREFIX.access_key)) return "access_key";
  if (credential.startsWith(TOKEN_PREFIX.pat)) return "pat";
  return null;
}
