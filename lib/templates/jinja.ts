import type { JsonObject } from "@/lib/core/json";
import type { Statement } from "./ast";
import { evaluate } from "./evaluate";
import { templateFailure } from "./failure";
import { parseTemplate } from "./parser";
import { undeclaredIn } from "./variables";

const LENGTH_MAX = 1_000_000;
const KEPT_MAX = 500;
/** Longer templates are read anew: an input may bring its own, and they would fill the memory. */
const KEPT_LENGTH_MAX = 20_000;

/** A template read once and kept. */
type Template = { readonly body: readonly Statement[]; readonly variables: readonly string[] };

const kept = new Map<string, Template>();

/**
 * Fills a Jinja template in. What is not defined is empty; values are data, whatever they look like, and are
 * written as Python writes them. There is nothing to reach from a template but the variables: it is read and
 * interpreted here, and its time, its size and its depth are bounded.
 *
 * @throws AppError `bad_input` that names the line.
 * Source: Jinja 3.1, default environment
 */
export function renderTemplate(text: string, variables: JsonObject): string {
  // Most texts have nothing to fill in.
  if (!text.includes("{")) return text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  const { body } = templateOf(text);
  return bounded(() => evaluate(body, variables));
}

/**
 * Names that a template reads and does not set itself, in the order in which they appear.
 * @throws AppError `bad_input` where it cannot be read.
 */
export const templateVariables = (text: string): string[] => [...templateOf(text).variables];

/** What is wrong with a template's text, as a sentence, or null. */
export function templateFault(text: string): string | null {
  try {
    templateOf(text);
    return null;
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}

/** A chain of a hundred thousand operators is no deeper than one to read, but as deep as that to go through. */
function bounded<T>(work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof RangeError) throw templateFailure("an expression is too long.");
    throw thrown;
  }
}

function templateOf(text: string): Template {
  const known = kept.get(text);
  if (known) return known;
  if (text.length > LENGTH_MAX) throw templateFailure("it has more than a million characters.");
  const template = bounded(() => {
    const body = parseTemplate(text);
    return { body, variables: undeclaredIn(body) };
  });
  if (text.length > KEPT_LENGTH_MAX) return template;
  if (kept.size >= KEPT_MAX) kept.clear();
  kept.set(text, template);
  return template;
}
