import { pythonJson } from "@/lib/engine/python-text";
import type { Budget } from "./budget";
import { templateFailure } from "./failure";
import { percentFormat } from "./format";
import { capitalized, centered, joined, replaced, stripped, titled } from "./methods";
import { add } from "./operators";
import {
  asNumber,
  isDict,
  isFloat,
  isList,
  isSame,
  isText,
  isTrue,
  itemsOf,
  kindOf,
  lengthOf,
  Missing,
  numberOf,
  order,
  orMissing,
  ownField,
  rawText,
  Safe,
  textOf,
  toPlain,
  type Value,
} from "./values";

/** What filters may ask of the one that runs them. */
export type Running = {
  readonly budget: Budget;
  applyFilter(name: string, value: Value, args: readonly Value[]): Value;
  applyTest(name: string, value: Value, args: readonly Value[]): boolean;
};

type Named = ReadonlyMap<string, Value>;
export type Filter = (value: Value, args: readonly Value[], named: Named, running: Running) => Value;

/** The argument at a place or of a name. */
const given = (args: readonly Value[], named: Named, index: number, name: string): Value | undefined =>
  index < args.length ? args[index] : named.get(name);

const flag = (value: Value | undefined, otherwise: boolean): boolean =>
  value === undefined ? otherwise : isTrue(value);

const text = (value: Value | undefined, otherwise: string): string => (value === undefined ? otherwise : textOf(value));

const whole = (value: Value | undefined, otherwise: number): number =>
  value === undefined ? otherwise : Math.trunc(numberOf(value) ?? otherwise);

const onText =
  (change: (text: string) => string): Filter =>
  (value) =>
    change(textOf(value));

function numeric(value: Value): number {
  const number = numberOf(value);
  if (number === null) throw templateFailure(`a number is needed, and this is ${kindOf(value)}.`);
  return number;
}

/** `a.b.0` of a value: fields and indices. */
function deep(value: Value, path: Value): Value {
  let found = value;
  for (const part of textOf(path).split(".")) {
    found = orMissing(isList(found) && /^\d+$/.test(part) ? found[Number(part)] : ownField(found, part), part);
  }
  return found;
}

const foldCase = (value: Value, isCaseSensitive: boolean): Value =>
  !isCaseSensitive && isText(value) ? rawText(value).toLowerCase() : value;

function sorted(value: Value, args: readonly Value[], named: Named): Value {
  const reverse = flag(given(args, named, 0, "reverse"), false);
  const caseSensitive = flag(given(args, named, 1, "case_sensitive"), false);
  const attribute = given(args, named, 2, "attribute");
  const keyed = itemsOf(value).map((item) => {
    const paths = attribute === undefined || attribute === null ? null : textOf(attribute).split(",");
    const key = paths
      ? paths.map((path) => foldCase(deep(item, path.trim()), caseSensitive))
      : foldCase(item, caseSensitive);
    return { item, key };
  });
  keyed.sort((a, b) => (reverse ? order(b.key, a.key) : order(a.key, b.key)));
  return keyed.map(({ item }) => item);
}

function extreme(sign: 1 | -1): Filter {
  return (value, args, named) => {
    const caseSensitive = flag(given(args, named, 0, "case_sensitive"), false);
    const attribute = given(args, named, 1, "attribute");
    const key = (item: Value) => foldCase(attribute === undefined ? item : deep(item, attribute), caseSensitive);
    const items = itemsOf(value);
    return items.reduce<Value>(
      (best, item) => (best instanceof Missing || sign * order(key(item), key(best)) > 0 ? item : best),
      new Missing("an item"),
    );
  };
}

function chosen(keeps: boolean, byAttribute: boolean): Filter {
  return (value, args, _named, running) => {
    const [attribute, ...tested] = byAttribute ? args : [null, ...args];
    const [test, ...rest] = tested;
    return itemsOf(value).filter((item) => {
      const subject = byAttribute ? deep(item, attribute ?? "") : item;
      return (test === undefined ? isTrue(subject) : running.applyTest(textOf(test), subject, rest)) === keeps;
    });
  };
}

function mapped(value: Value, args: readonly Value[], named: Named, running: Running): Value {
  const attribute = named.get("attribute");
  const fallback = named.get("default");
  return itemsOf(value).map((item) => {
    if (attribute === undefined) return running.applyFilter(textOf(args[0] ?? ""), item, args.slice(1));
    const found = deep(item, attribute);
    return found instanceof Missing && fallback !== undefined ? fallback : found;
  });
}

function grouped(value: Value, args: readonly Value[], named: Named): Value {
  const attribute = given(args, named, 0, "attribute") ?? "";
  const fallback = given(args, named, 1, "default");
  const keyOf = (item: Value): Value => {
    const found = deep(item, attribute);
    return found instanceof Missing && fallback !== undefined ? fallback : found;
  };
  const items = itemsOf(value).map((item) => ({ item, key: keyOf(item) }));
  items.sort((a, b) => order(foldCase(a.key, false), foldCase(b.key, false)));
  const groups: [Value, Value[]][] = [];
  for (const { item, key } of items) {
    const last = groups.at(-1);
    if (last && isSame(last[0], key)) last[1].push(item);
    else groups.push([key, [item]]);
  }
  return groups;
}

function batched(value: Value, args: readonly Value[], named: Named): Value {
  const size = Math.max(1, whole(given(args, named, 0, "linecount"), 1));
  const fill = given(args, named, 1, "fill_with");
  const items = itemsOf(value);
  const batches: Value[][] = [];
  for (let index = 0; index < items.length; index += size) batches.push(items.slice(index, index + size));
  const last = batches.at(-1);
  if (fill !== undefined && last && size <= 10_000) while (last.length < size) last.push(fill);
  return batches;
}

function sliced(value: Value, args: readonly Value[], named: Named): Value {
  const count = Math.min(Math.max(1, whole(given(args, named, 0, "slices"), 1)), 10_000);
  const fill = given(args, named, 1, "fill_with");
  const items = itemsOf(value);
  const [size, more] = [Math.floor(items.length / count), items.length % count];
  let at = 0;
  return Array.from({ length: count }, (_, index): Value => {
    const part = items.slice(at, at + size + (index < more ? 1 : 0));
    at += part.length;
    return fill !== undefined && index >= more && more > 0 ? [...part, fill] : part;
  });
}

function indented(value: Value, args: readonly Value[], named: Named, { budget }: Running): Value {
  const width = given(args, named, 0, "width") ?? 4;
  const margin = isText(width) ? rawText(width) : " ".repeat(Math.min(whole(width, 4), 1000));
  const first = flag(given(args, named, 1, "first"), false);
  const blank = flag(given(args, named, 2, "blank"), false);
  const lines = textOf(value).split("\n");
  budget.room(lines.length * margin.length);
  return lines
    .map((line, index) => ((index === 0 && !first) || (line === "" && !blank && index > 0) ? line : margin + line))
    .join("\n");
}

function truncated(value: Value, args: readonly Value[], named: Named): Value {
  const length = Math.max(0, whole(given(args, named, 0, "length"), 255));
  const killsWords = flag(given(args, named, 1, "killwords"), false);
  const end = text(given(args, named, 2, "end"), "...");
  const leeway = whole(given(args, named, 3, "leeway"), 5);
  const whole_ = textOf(value);
  if (whole_.length <= length + leeway) return whole_;
  const cut = whole_.slice(0, Math.max(0, length - end.length));
  if (killsWords) return cut + end;
  const space = cut.lastIndexOf(" ");
  return (space < 0 ? cut : cut.slice(0, space)) + end;
}

function wrapped(value: Value, args: readonly Value[], named: Named): Value {
  const width = Math.max(1, whole(given(args, named, 0, "width"), 79));
  const breaksWords = flag(given(args, named, 1, "break_long_words"), true);
  const ending = text(given(args, named, 2, "wrapstring"), "\n");
  return textOf(value)
    .split("\n")
    .map((line) => {
      const lines: string[] = [];
      let current = "";
      for (let rest of line.split(/\s+/).filter((part) => part !== "")) {
        while (breaksWords && rest.length > width) {
          if (current !== "") lines.push(current);
          current = "";
          lines.push(rest.slice(0, width));
          rest = rest.slice(width);
        }
        if (current !== "" && current.length + 1 + rest.length > width) {
          lines.push(current);
          current = rest;
        } else current = current === "" ? rest : `${current} ${rest}`;
      }
      if (current !== "") lines.push(current);
      return lines.join(ending);
    })
    .join("\n");
}

function rounded(value: Value, args: readonly Value[], named: Named): Value {
  const precision = Math.min(Math.max(whole(given(args, named, 0, "precision"), 0), -15), 15);
  const method = text(given(args, named, 1, "method"), "common");
  const number = numeric(value);
  const by = 10 ** precision;
  if (method === "ceil") return asNumber(Math.ceil(number * by) / by, true);
  if (method === "floor") return asNumber(Math.floor(number * by) / by, true);
  if (!isFloat(value) && precision >= 0) return number;
  // Python rounds halves to even.
  const scaled = number * by;
  const down = Math.floor(scaled);
  const difference = scaled - down;
  const nearest = difference === 0.5 ? (down % 2 === 0 ? down : down + 1) : Math.round(scaled);
  return asNumber(nearest / by, true);
}

function integer(value: Value, args: readonly Value[], named: Named): Value {
  const fallback = given(args, named, 0, "default") ?? 0;
  const base = whole(given(args, named, 1, "base"), 10);
  if (isText(value)) {
    const digits = rawText(value).trim().replaceAll("_", "");
    if (base === 10 && /^[-+]?\d+(\.\d*)?([eE][-+]?\d+)?$/.test(digits)) return Math.trunc(Number(digits));
    const parsed = base === 10 ? Number.NaN : Number.parseInt(digits.replace(/^0[xXoObB]/, ""), base);
    return Number.isNaN(parsed) ? fallback : parsed;
  }
  const number = numberOf(value);
  return number === null || !Number.isFinite(number) ? fallback : Math.trunc(number);
}

function float(value: Value, args: readonly Value[], named: Named): Value {
  const number = isText(value) ? (rawText(value).trim() === "" ? Number.NaN : Number(rawText(value))) : numberOf(value);
  return number === null || Number.isNaN(number)
    ? (given(args, named, 0, "default") ?? asNumber(0, true))
    : asNumber(number, true);
}

const UNITS = ["kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"] as const;

function fileSize(value: Value, args: readonly Value[], named: Named): Value {
  const binary = flag(given(args, named, 0, "binary"), false);
  const base = binary ? 1024 : 1000;
  const bytes = Number(isText(value) ? rawText(value) : numeric(value));
  if (bytes === 1) return "1 Byte";
  if (bytes < base) return `${Math.trunc(bytes)} Bytes`;
  const power = Math.min(Math.floor(Math.log(bytes) / Math.log(base)), UNITS.length);
  const unit = UNITS[power - 1] ?? "YB";
  return `${(bytes / base ** power).toFixed(1)} ${binary ? `${unit.slice(0, 1).toUpperCase()}i${unit.slice(1)}` : unit}`;
}

const ESCAPED: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  "'": "&#39;",
  '"': "&#34;",
};

const escaped: Filter = (value) =>
  value instanceof Safe
    ? value
    : new Safe(textOf(value).replace(/[&<>'"]/g, (character) => ESCAPED[character] as string));

/** As Jinja writes it: keys in order, and nothing that could end a script element. */
function json(value: Value, args: readonly Value[], named: Named): Value {
  const indent = given(args, named, 0, "indent");
  const written = pythonJson(
    toPlain(value),
    indent === undefined || indent === null ? null : Math.min(whole(indent, 0), 20),
    true,
  );
  return new Safe(
    written.replace(
      /[<>&'\u007f-\uffff]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
    ),
  );
}

function urlEncoded(value: Value): Value {
  const quoted = (part: Value) =>
    encodeURIComponent(textOf(part)).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const inQuery = (part: Value) => quoted(part).replaceAll("%20", "+");
  if (isDict(value)) {
    return Object.entries(value)
      .map((pair) => pair.map(inQuery).join("="))
      .join("&");
  }
  if (isList(value)) return value.map((pair) => itemsOf(pair).map(inQuery).join("=")).join("&");
  return quoted(value).replaceAll("%2F", "/");
}

function unique(value: Value, args: readonly Value[], named: Named): Value {
  const caseSensitive = flag(given(args, named, 0, "case_sensitive"), false);
  const attribute = given(args, named, 1, "attribute");
  const seen = new Set<string>();
  return itemsOf(value).filter((item) => {
    const subject = foldCase(attribute === undefined ? item : deep(item, attribute), caseSensitive);
    const key = JSON.stringify(toPlain(subject));
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function dictSorted(value: Value, args: readonly Value[], named: Named): Value {
  if (!isDict(value)) throw templateFailure(`dictsort needs an object, and this is ${kindOf(value)}.`);
  const caseSensitive = flag(given(args, named, 0, "case_sensitive"), false);
  const byValue = text(given(args, named, 1, "by"), "key") === "value";
  const reverse = flag(given(args, named, 2, "reverse"), false);
  const key = ([name, part]: readonly [string, Value]): Value => foldCase(byValue ? part : name, caseSensitive);
  return Object.entries(value)
    .sort((a, b) => (reverse ? order(key(b), key(a)) : order(key(a), key(b))))
    .map(([name, part]) => [name, part]);
}

const length: Filter = (value) => {
  if (value instanceof Missing) return 0;
  return lengthOf(value);
};

const fallback: Filter = (value, args, named) => {
  const otherwise = given(args, named, 0, "default_value") ?? "";
  const isBoolean = flag(given(args, named, 1, "boolean"), false);
  return value instanceof Missing || (isBoolean && !isTrue(value)) ? otherwise : value;
};

const reversed: Filter = (value) =>
  isText(value) ? [...rawText(value)].reverse().join("") : [...itemsOf(value)].reverse();

const edge =
  (pick: (items: readonly Value[]) => Value | undefined): Filter =>
  (value) =>
    orMissing(pick(isText(value) ? [...rawText(value)] : itemsOf(value)), "an item");

/** Filters, by name: those of Jinja, but for `random`, `urlize` and `xmlattr`. */
export const filters: ReadonlyMap<string, Filter> = new Map<string, Filter>([
  ["abs", (value) => asNumber(Math.abs(numeric(value)), isFloat(value))],
  ["attr", (value, [name = ""]) => orMissing(ownField(value, textOf(name)), textOf(name))],
  ["batch", batched],
  ["capitalize", onText(capitalized)],
  [
    "center",
    (value, args, named, { budget }) => centered(textOf(value), whole(given(args, named, 0, "width"), 80), budget),
  ],
  ["count", length],
  ["d", fallback],
  ["default", fallback],
  ["dictsort", dictSorted],
  ["e", escaped],
  ["escape", escaped],
  ["filesizeformat", fileSize],
  ["first", edge((items) => items[0])],
  ["float", float],
  ["forceescape", (value, args, named, running) => escaped(textOf(value), args, named, running)],
  ["format", (value, args, named, { budget }) => percentFormat(textOf(value), args, budget, named)],
  ["groupby", grouped],
  ["indent", indented],
  ["int", integer],
  ["items", (value) => (isDict(value) ? Object.entries(value).map(([key, part]) => [key, part]) : [])],
  [
    "join",
    (value, args, named, { budget }) => {
      const attribute = given(args, named, 1, "attribute");
      const parts = itemsOf(value).map((item) => textOf(attribute === undefined ? item : deep(item, attribute)));
      return joined(parts, text(given(args, named, 0, "d"), ""), budget);
    },
  ],
  ["last", edge((items) => items.at(-1))],
  ["length", length],
  ["list", (value) => [...itemsOf(value)]],
  ["lower", onText((value) => value.toLowerCase())],
  ["map", mapped],
  ["max", extreme(1)],
  ["min", extreme(-1)],
  ["pprint", (value) => pythonJson(toPlain(value), 1)],
  ["reject", chosen(false, false)],
  ["rejectattr", chosen(false, true)],
  [
    "replace",
    (value, args, named, { budget }) =>
      replaced(
        textOf(value),
        text(given(args, named, 0, "old"), ""),
        text(given(args, named, 1, "new"), ""),
        whole(given(args, named, 2, "count"), -1),
        budget,
      ),
  ],
  ["reverse", reversed],
  ["round", rounded],
  ["safe", (value) => (value instanceof Safe ? value : new Safe(textOf(value)))],
  ["select", chosen(true, false)],
  ["selectattr", chosen(true, true)],
  ["slice", sliced],
  ["sort", sorted],
  ["string", (value) => textOf(value)],
  [
    "striptags",
    onText((value) =>
      value
        .replace(/<!--[\s\S]{0,100000}?-->|<[^<>]*>/g, "")
        .replace(/\s+/g, " ")
        .trim(),
    ),
  ],
  [
    "sum",
    (value, args, named, { budget }) => {
      const attribute = given(args, named, 0, "attribute");
      return itemsOf(value).reduce<Value>(
        (total, item) =>
          add(total, attribute === undefined || attribute === null ? item : deep(item, attribute), budget),
        given(args, named, 1, "start") ?? 0,
      );
    },
  ],
  ["title", onText(titled)],
  ["tojson", json],
  ["trim", (value, args, named) => stripped(textOf(value), given(args, named, 0, "chars"), true, true)],
  ["truncate", truncated],
  ["unique", unique],
  ["upper", onText((value) => value.toUpperCase())],
  ["urlencode", urlEncoded],
  ["wordcount", (value) => (textOf(value).match(/[\p{L}\p{N}_]+/gu) ?? []).length],
  ["wordwrap", wrapped],
]);
