import "server-only";
import type { Json, JsonObject } from "@/lib/core/json";

/** What stands where a secret stood. */
const MASK = "•••";

/** Shorter values would be found in ordinary text. */
const SECRET_LENGTH_MIN = 8;

/** Headers and parameters that say how to talk and prove nothing: their values are ordinary words of any answer. */
const PLAIN_NAMES = /^(accept(-.*)?|content-(type|language|encoding)|cache-control|user-agent|origin|referer|host)$/i;

/** Keeps the secrets a run has opened out of what it records and sends. */
export type Redactor = {
  /** Takes note of a secret: text, or an object or list whose texts are all secret (headers, say). */
  readonly learn: (secret: Json | undefined) => void;
  /** The value with every secret masked, also where it is encoded for a URL or in base64. Itself where it has none. */
  readonly clean: <T extends Json>(value: T) => T;
};

export function makeRedactor(): Redactor {
  const secrets = new Set<string>();

  function learn(secret: Json | undefined): void {
    if (typeof secret === "string") {
      // A header's value is “Bearer <token>”: the token alone is as secret.
      for (const part of [secret, ...secret.split(/\s+/)]) {
        if (part.length < SECRET_LENGTH_MIN || part.toLowerCase() === "bearer") continue;
        secrets.add(part);
        secrets.add(encodeURIComponent(part.toWellFormed()));
        secrets.add(Buffer.from(part).toString("base64").replace(/=+$/, ""));
      }
    } else if (typeof secret === "object" && secret !== null) {
      for (const [name, part] of Object.entries(secret)) if (!PLAIN_NAMES.test(name)) learn(part as Json);
    }
  }

  function cleanText(text: string): string {
    let cleaned = text;
    for (const secret of secrets) if (cleaned.includes(secret)) cleaned = cleaned.replaceAll(secret, MASK);
    return cleaned;
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

  return { learn, clean: (value) => (secrets.size === 0 ? value : (cleanValue(value) as typeof value)) };
}
