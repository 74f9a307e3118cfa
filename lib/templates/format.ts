import type { Budget } from "./budget";
import { templateFailure } from "./failure";
import { kindOf, numberOf, textOf, type Value } from "./values";

const SPEC = /%(?:\(([^)]*)\))?([-+ 0#]*)(\d+)?(?:\.(\d+))?([%sdifFeEgGxXor])/g;
const WIDTH_MAX = 1000;

/** `"%s is %.2f" % values`, as Python has it, with the conversions people use. */
export function percentFormat(
  pattern: string,
  values: readonly Value[],
  budget: Budget,
  named?: ReadonlyMap<string, Value>,
): string {
  let next = 0;
  const text = pattern.replace(SPEC, (_, name: string | undefined, flags: string, width, precision, kind: string) => {
    if (kind === "%") return "%";
    const value = name === undefined ? values[next++] : named?.get(name);
    if (value === undefined) throw templateFailure(`the format “${pattern.slice(0, 40)}” has more places than values.`);
    return pad(converted(kind, value, flags, number(precision)), flags, number(width) ?? 0);
  });
  return budget.text(text);
}

const number = (text: string | undefined): number | null =>
  text === undefined ? null : Math.min(Number(text), WIDTH_MAX);

function converted(kind: string, value: Value, flags: string, precision: number | null): string {
  if (kind === "s" || kind === "r") return textOf(value).slice(0, precision ?? undefined);
  const given = numberOf(value);
  if (given === null) throw templateFailure(`%${kind} needs a number, and this is ${kindOf(value)}.`);
  const size = Math.abs(given);
  const digits = Math.min(precision ?? 6, 100);
  const sign = given < 0 ? "-" : flags.includes("+") ? "+" : flags.includes(" ") ? " " : "";
  switch (kind) {
    case "d":
    case "i":
      return sign + String(Math.trunc(size));
    case "x":
      return sign + Math.trunc(size).toString(16);
    case "X":
      return sign + Math.trunc(size).toString(16).toUpperCase();
    case "o":
      return sign + Math.trunc(size).toString(8);
    case "e":
    case "E": {
      const text = size.toExponential(digits).replace(/e([+-])(\d)$/, "e$10$2");
      return sign + (kind === "E" ? text.toUpperCase() : text);
    }
    case "g":
    case "G":
      return sign + String(Number(size.toPrecision(Math.max(digits, 1))));
    default:
      return sign + size.toFixed(digits);
  }
}

function pad(text: string, flags: string, width: number): string {
  if (flags.includes("-")) return text.padEnd(width);
  if (!flags.includes("0")) return text.padStart(width);
  const sign = /^[-+ ]/.exec(text)?.[0] ?? "";
  return sign + text.slice(sign.length).padStart(width - sign.length, "0");
}
