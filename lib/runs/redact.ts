import "server-only";
import type { Json, JsonObject } from "@/lib/core/json";

/** What stands where a secret stood. */
const MASK = "•••";

/** Shorter values would be found in ordinary text. */
const SECRET_LENGTH_MIN = 8;

/** Headers and parameters that say how to talk and prove nothing: their values are ordinary words of any answer. */
const PLAIN_NAMES = /^(accept(-.*)?|content-(type|language|encoding)|cache-control|user-agent|origin|referer|host)$/i;

/** A secret as it may come back: itself, and in the ways in which texts are written into other texts. */
function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const escaped = JSON.stringify(secret).slice(1, -1);
  const hex = bytes.toString("hex");
  return [
    secret,
    escaped,
    escaped.replaceAll("/", "\\/"),
    encodeURIComponent(secret.toWellFormed()),
    hex,
    hex.toUpperCase(),
    ...[0, 1, 2].flatMap((before) => base64Of(bytes, before)),
  ];
}

/** In base64 a text looks different by how many bytes stand before it; those that its neighbours decide are left out. */
function base64Of(bytes: Buffer, before: number): readonly string[] {
  const from = before === 0 ? 0 : before + 1;
  const to = Math.floor(((before + bytes.length) * 8) / 6);
  const text = Buffer.concat([Buffer.alloc(before), bytes])
    .toString("base64")
    .slice(from, to);
  return text.length < SECRET_LENGTH_MIN ? [] : [text, text.replaceAll("+", "-").replaceAll("/", "_")];
}

/** Excerpts end in “…”: what stands before it may be the beginning of a secret. */
function withoutCutSecrets(text: string, secrets: readonly string[]): string {
  const parts = text.split("…");
  for (const [index, part] of parts.entries()) {
    if (index === parts.length - 1) break;
    for (const secret of secrets) {
      const at = part.lastIndexOf(secret.slice(0, SECRET_LENGTH_MIN));
      if (at >= 0 && secret.startsWith(part.slice(at))) parts[index] = part.slice(0, at) + MASK;
    }
  }
  return parts.join("…");
}

/** Keeps the secrets a run has opened out of what it records and sends. */
export type Redactor = {
  /** Takes note of a secret: text, or an object or list whose texts are all secret (headers, say). */
  readonly learn: (secret: Json | undefined) => void;
  /**
   * The value with every secret masked, also where it is escaped for JSON, encoded for a URL, in base64 or in
   * hexadecimal, and where an excerpt cuts it off. Itself where it has none.
   */
  readonly clean: <T extends Json>(value: T) => T;
  /** How many characters at the text's end may be the beginning of a secret. */
  readonly begunBy: (text: string) => number;
};

export function makeRedactor(): Redactor {
  const known = new Set<string>();
  /** Longest first: one that begins like another must not leave the rest of it behind. */
  let secrets: readonly string[] = [];

  function learn(secret: Json | undefined): void {
    take(secret);
    if (known.size > secrets.length) secrets = [...known].sort((one, other) => other.length - one.length);
  }

  function take(secret: Json | undefined): void {
    if (typeof secret === "string") {
      // A header's value is “Bearer <token>”: the token alone is as secret.
      for (const part of [secret, ...secret.split(/\s+/)]) {
        if (part.length < SECRET_LENGTH_MIN || part.toLowerCase() === "bearer") continue;
        for (const form of formsOf(part)) known.add(form);
      }
    } else if (typeof secret === "object" && secret !== null) {
      for (const [name, part] of Object.entries(secret)) if (!PLAIN_NAMES.test(name)) take(part as Json);
    }
  }

  function cleanText(text: string): string {
    let cleaned = text;
    for (const secret of secrets) if (cleaned.includes(secret)) cleaned = cleaned.replaceAll(secret, MASK);
    return cleaned.includes("…") ? withoutCutSecrets(cleaned, secrets) : cleaned;
  }

  function cleanValue(value: Json): Json {
    if (typeof value === "string") return cleanText(value);
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) {
      const parts = (value as readonly Json[]).map(cleanValue);
      return parts.some((part, index) => part !== value[index]) ? parts : value;
    }
    let isChanged = false;
    const entries = Object.entries(value as JsonObject).map(([key, part]) => {
      const cleaned = [cleanText(key), part === undefined ? part : cleanValue(part)] as const;
      isChanged ||= cleaned[0] !== key || cleaned[1] !== part;
      return cleaned;
    });
    return isChanged ? Object.fromEntries(entries) : value;
  }

  function begunBy(text: string): number {
    let longest = 0;
    for (const secret of secrets) {
      for (let length = Math.min(text.length, secret.length - 1); length > longest; length--) {
        if (secret.startsWith(text.slice(-length))) longest = length;
      }
    }
    return longest;
  }

  return { learn, begunBy, clean: (value) => (secrets.length === 0 ? value : (cleanValue(value) as typeof value)) };
}
