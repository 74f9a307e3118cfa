import { RE2JS } from "re2js";
import { NodeException } from "./errors";

const LENGTH_MAX = 2000;
const KEPT_MAX = 500;
const kept = new Map<string, RE2JS>();

/**
 * A regular expression that takes time linear in the text, whatever it is. The syntax is RE2's: no
 * look-around and no back-references.
 *
 * @throws NodeException `ConditionError` that says what is wrong with it.
 */
export function patternOf(source: string): RE2JS {
  const known = kept.get(source);
  if (known) return known;
  if (source.length > LENGTH_MAX) {
    throw new NodeException("ConditionError", `A pattern has ${LENGTH_MAX} characters at most.`, { retryable: false });
  }
  try {
    const pattern = RE2JS.compile(source);
    if (kept.size >= KEPT_MAX) kept.clear();
    kept.set(source, pattern);
    return pattern;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.replace(/^error parsing regexp: /, "") : "it cannot be read";
    throw new NodeException("ConditionError", `“${source}” is not a regular expression: ${why}.`, {
      retryable: false,
      cause,
    });
  }
}

/** What is wrong with a pattern, as a sentence, or null. */
export function patternFault(source: string): string | null {
  try {
    patternOf(source);
    return null;
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}
