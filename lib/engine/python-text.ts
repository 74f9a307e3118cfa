import { isObject, type Json, type JsonObject } from "@/lib/core/json";

/** A value as Python's `str` writes it: `True`, `None`, `{'a': 1}`. Texts stay as they are. */
export const pythonText = (value: Json): string => (typeof value === "string" ? value : pythonRepr(value));

/**
 * A value as Python's `repr` writes it. `special` may write values that are not JSON's own.
 * @throws RangeError where it is nested too deeply.
 */
export function pythonRepr(value: Json, special?: (value: unknown) => string | null): string {
  const written = special?.(value);
  if (written != null) return written;
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return pythonNumber(value);
  if (typeof value === "string") return quoted(value);
  if (isObject(value)) {
    const entries = Object.entries(value).map(([key, part]) => `${quoted(key)}: ${pythonRepr(part as Json, special)}`);
    return `{${entries.join(", ")}}`;
  }
  return `[${(value as readonly Json[]).map((part) => pythonRepr(part, special)).join(", ")}]`;
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

/** A value as Python's `json.dumps` writes it, but for letters outside ASCII, which stay as they are. */
export function pythonJson(value: Json, indent: number | null = null, sorted = false): string {
  return dumped(value, indent === null ? null : " ".repeat(indent), sorted, "");
}

function dumped(value: Json, indent: string | null, sorted: boolean, margin: string): string {
  if (value === null || typeof value !== "object") {
    return typeof value === "number" && Number.isFinite(value) ? pythonNumber(value) : JSON.stringify(value ?? null);
  }
  const inner = indent === null ? "" : margin + indent;
  const isArray = Array.isArray(value);
  const keys = isArray ? [] : sorted ? Object.keys(value).sort() : Object.keys(value);
  const parts = isArray
    ? value.map((part: Json) => dumped(part, indent, sorted, inner))
    : keys.map((key) => `${JSON.stringify(key)}: ${dumped((value as JsonObject)[key] as Json, indent, sorted, inner)}`);
  const [open, close] = isArray ? ["[", "]"] : ["{", "}"];
  if (parts.length === 0) return open + close;
  return indent === null
    ? `${open}${parts.join(", ")}${close}`
    : `${open}\n${inner}${parts.join(`,\n${inner}`)}\n${margin}${close}`;
}
