import { isObject, type Json } from "@/lib/core/json";

/** A value as Python's `str` writes it: `True`, `None`, `{'a': 1}`. Texts stay as they are. */
export const pythonText = (value: Json): string => (typeof value === "string" ? value : pythonRepr(value));

/** A value as Python's `repr` writes it. @throws RangeError where it is nested too deeply. */
export function pythonRepr(value: Json): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return pythonNumber(value);
  if (typeof value === "string") return quoted(value);
  if (isObject(value)) {
    const entries = Object.entries(value).map(([key, part]) => `${quoted(key)}: ${pythonRepr(part as Json)}`);
    return `{${entries.join(", ")}}`;
  }
  return `[${(value as readonly Json[]).map(pythonRepr).join(", ")}]`;
}

/** JSON does not tell 1 from 1.0, so whole numbers are written as whole. */
function pythonNumber(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return String(value === 0 ? 0 : value);
  return String(value).replace(/e([+-])(\d)$/, "e$10$2");
}

function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\r", "\\r").replaceAll("\t", "\\t");
  return quote + (quote === "'" ? escaped.replaceAll("'", "\\'") : escaped) + quote;
}
