import type { Budget } from "./budget";
import { templateFailure } from "./failure";
import { isDict, isList, isSame, isText, itemsOf, Missing, numberOf, rawText, textOf, type Value } from "./values";

type Method = (args: readonly Value[], named: ReadonlyMap<string, Value>) => Value;

/**
 * A method that Python's texts, dicts and lists have, or null. Those that change a value are not here: what a
 * template is given belongs to the run.
 */
export function methodOf(value: Value, name: string, budget: Budget): Method | null {
  if (isText(value)) return textMethod(rawText(value), name, budget);
  if (isDict(value)) return dictMethod(value, name);
  return isList(value) ? listMethod(value, name) : null;
}

function dictMethod(dict: { readonly [key: string]: Value }, name: string): Method | null {
  switch (name) {
    case "items":
      return () => Object.entries(dict).map(([key, value]) => [key, value]);
    case "keys":
      return () => Object.keys(dict);
    case "values":
      return () => Object.values(dict);
    case "get":
      return ([key = null, fallback = null]) => {
        const field = textOf(key);
        return Object.hasOwn(dict, field) ? (dict[field] ?? null) : fallback;
      };
    default:
      return null;
  }
}

function listMethod(list: readonly Value[], name: string): Method | null {
  switch (name) {
    case "count":
      return ([item = null]) => list.filter((part) => isSame(part, item)).length;
    case "index":
      return ([item = null]) => {
        const index = list.findIndex((part) => isSame(part, item));
        if (index < 0) throw templateFailure("the list has no such item.");
        return index;
      };
    case "append":
    case "extend":
    case "insert":
    case "pop":
    case "remove":
    case "sort":
    case "reverse":
    case "clear":
      return () => {
        throw templateFailure(
          `a template cannot change a list, so “${name}” is not there. Make a new one: {% set list = list + [item] %}.`,
        );
      };
    default:
      return null;
  }
}

function textMethod(text: string, name: string, budget: Budget): Method | null {
  const change = TEXT_METHODS[name];
  if (Object.hasOwn(TEXT_METHODS, name) && change)
    return ([first, second, third]) => change(text, first, second, third, budget);
  return null;
}

type TextMethod = (
  text: string,
  a: Value | undefined,
  b: Value | undefined,
  c: Value | undefined,
  budget: Budget,
) => Value;

const word = (value: Value | undefined): string => (value === undefined ? "" : textOf(value));
const whole = (value: Value | undefined, otherwise: number): number =>
  value === undefined ? otherwise : Math.trunc(numberOf(value) ?? otherwise);
const padded = (text: string, width: number, budget: Budget): number => {
  budget.room(Math.max(width, 0));
  return Math.max(width - text.length, 0);
};
const anyOf = (value: Value | undefined, test: (part: string) => boolean): boolean =>
  value !== undefined && isList(value) ? value.some((part) => test(textOf(part))) : test(word(value));
const all =
  (pattern: RegExp): TextMethod =>
  (text) =>
    pattern.test(text);

const TEXT_METHODS: Readonly<Record<string, TextMethod>> = {
  upper: (text) => text.toUpperCase(),
  lower: (text) => text.toLowerCase(),
  casefold: (text) => text.toLowerCase(),
  title: (text) => titled(text),
  capitalize: (text) => capitalized(text),
  swapcase: (text) => [...text].map((c) => (c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase())).join(""),
  strip: (text, characters) => stripped(text, characters, true, true),
  lstrip: (text, characters) => stripped(text, characters, true, false),
  rstrip: (text, characters) => stripped(text, characters, false, true),
  startswith: (text, prefix) => anyOf(prefix, (part) => text.startsWith(part)),
  endswith: (text, suffix) => anyOf(suffix, (part) => text.endsWith(part)),
  removeprefix: (text, prefix) => (text.startsWith(word(prefix)) ? text.slice(word(prefix).length) : text),
  removesuffix: (text, suffix) =>
    word(suffix) !== "" && text.endsWith(word(suffix)) ? text.slice(0, -word(suffix).length) : text,
  find: (text, part) => text.indexOf(word(part)),
  rfind: (text, part) => text.lastIndexOf(word(part)),
  count: (text, part) => (word(part) === "" ? text.length + 1 : text.split(word(part)).length - 1),
  replace: (text, old, to, count, budget) => replaced(text, word(old), word(to), whole(count, -1), budget),
  split: (text, separator, most) => split(text, separator, whole(most, -1)),
  splitlines: (text) => (text === "" ? [] : text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n")),
  join: (text, items = [], _b, _c, budget) => joined(itemsOf(items).map(textOf), text, budget),
  zfill: (text, width, _b, _c, budget) => {
    const sign = /^[-+]/.exec(text)?.[0] ?? "";
    return sign + "0".repeat(padded(text, whole(width, 0), budget)) + text.slice(sign.length);
  },
  ljust: (text, width, fill, _c, budget) => text + (word(fill) || " ").repeat(padded(text, whole(width, 0), budget)),
  rjust: (text, width, fill, _c, budget) => (word(fill) || " ").repeat(padded(text, whole(width, 0), budget)) + text,
  center: (text, width, _b, _c, budget) => centered(text, whole(width, 0), budget),
  isdigit: all(/^\p{Nd}+$/u),
  isnumeric: all(/^\p{N}+$/u),
  isalpha: all(/^\p{L}+$/u),
  isalnum: all(/^[\p{L}\p{N}]+$/u),
  isspace: all(/^\s+$/),
  islower: (text) => text !== text.toUpperCase() && text === text.toLowerCase(),
  isupper: (text) => text !== text.toLowerCase() && text === text.toUpperCase(),
};

export const capitalized = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase();

export const titled = (text: string): string => text.replace(/[\p{L}\p{N}']+/gu, capitalized);

export function centered(text: string, width: number, budget: Budget): string {
  const room = padded(text, width, budget);
  // Where the room is odd, Python puts the larger half first if the width is odd too.
  const left = Math.floor(room / 2) + (room & width & 1);
  return " ".repeat(left) + text + " ".repeat(room - left);
}

export function joined(parts: readonly string[], separator: string, budget: Budget): string {
  budget.room(parts.reduce((size, part) => size + part.length + separator.length, 0));
  return parts.join(separator);
}

/** `count` below 0 replaces all. */
export function replaced(text: string, old: string, to: string, count: number, budget: Budget): string {
  const parts = text.split(old);
  const most = count < 0 ? parts.length - 1 : Math.min(count, parts.length - 1);
  budget.room(text.length + parts.length + most * to.length);
  const last = parts.slice(most).join(old);
  return most === 0 ? text : parts.slice(0, most).join(to) + to + last;
}

export function stripped(text: string, characters: Value | undefined, start: boolean, end: boolean): string {
  if (characters === undefined || characters === null || characters instanceof Missing) {
    const left = start ? text.trimStart() : text;
    return end ? left.trimEnd() : left;
  }
  const drop = new Set(textOf(characters));
  let [from, to] = [0, text.length];
  while (start && from < to && drop.has(text[from] as string)) from += 1;
  while (end && to > from && drop.has(text[to - 1] as string)) to -= 1;
  return text.slice(from, to);
}

/** `most` cuts at most; below 0 all. Without a separator, at white space. */
function split(text: string, separator: Value | undefined, most: number): Value {
  if (separator === undefined || separator === null) {
    const words = text.trim() === "" ? [] : text.trim().split(/\s+/);
    if (most < 0 || words.length <= most + 1) return words;
    const head = words.slice(0, most);
    let rest = text.trimStart();
    for (const part of head) rest = rest.slice(part.length).trimStart();
    return [...head, rest];
  }
  const cut = textOf(separator);
  if (cut === "") throw templateFailure("a text cannot be split at nothing.");
  const parts = text.split(cut);
  return most < 0 || parts.length <= most + 1 ? parts : [...parts.slice(0, most), parts.slice(most).join(cut)];
}
