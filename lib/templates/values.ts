import { isObject, type Json } from "@/lib/core/json";
import { pythonRepr } from "@/lib/engine/python-text";
import { templateFailure } from "./failure";

/** A number that Python would write with a point though it is whole: 4 / 2 is 2.0. */
export class Float {
  constructor(readonly value: number) {}
}

/** Text that is not escaped again. */
export class Safe {
  constructor(readonly text: string) {}
}

/** What is not there: its text is empty, it is false, and nothing can be done with it. */
export class Missing {
  constructor(readonly name: string) {}
}

/** Fields that `{% set ns.x = … %}` may change. */
export class Namespace {
  constructor(readonly fields: Map<string, Value>) {}
}

/** Something that can be called: a macro, a global, a method. Never a function of the host. */
export class Callable {
  constructor(
    readonly name: string,
    readonly call: (args: readonly Value[], named: ReadonlyMap<string, Value>) => Value,
  ) {}
}

/** The loop variable and its like: fields that are read only. */
export class Fields {
  constructor(readonly read: (name: string) => Value | undefined) {}
}

/** A dict made in the template. The input's objects are plain ones and are never changed. */
export type Dict = { readonly [key: string]: Value };
export type Value =
  | null
  | boolean
  | number
  | string
  | Float
  | Safe
  | Missing
  | Namespace
  | Callable
  | Fields
  | readonly Value[]
  | Dict;

export const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

export const isDict = (value: Value): value is Dict =>
  isObject(value) &&
  !(value instanceof Float) &&
  !(value instanceof Safe) &&
  !(value instanceof Missing) &&
  !(value instanceof Namespace) &&
  !(value instanceof Callable) &&
  !(value instanceof Fields);

export const isText = (value: Value): value is string | Safe => typeof value === "string" || value instanceof Safe;

/** The characters of a text value. */
export const rawText = (value: string | Safe): string => (typeof value === "string" ? value : value.text);

/** A number's value, also of true and false; null for anything else. */
export function numberOf(value: Value): number | null {
  if (typeof value === "number") return value;
  if (value instanceof Float) return value.value;
  return typeof value === "boolean" ? Number(value) : null;
}

export const isFloat = (value: Value): boolean =>
  value instanceof Float || (typeof value === "number" && !Number.isInteger(value));

/** The number as what it is in Python: whole results of float arithmetic stay floats. */
export const asNumber = (value: number, float: boolean): Value =>
  float && Number.isInteger(value) ? new Float(value) : value;

export function isTrue(value: Value): boolean {
  if (value === null || value instanceof Missing) return false;
  if (typeof value === "boolean") return value;
  if (isText(value)) return rawText(value) !== "";
  const number = numberOf(value);
  if (number !== null) return number !== 0;
  if (isList(value)) return value.length > 0;
  return isDict(value) ? Object.keys(value).length > 0 : true;
}

/** A value as it is written into the text: as Python's `str` would. */
export function textOf(value: Value): string {
  if (value instanceof Missing) return "";
  return isText(value) ? rawText(value) : pythonRepr(toJson(value), floatsAsMarked);
}

/** Marks whole floats for pythonRepr, since JSON has no such thing. */
function floatsAsMarked(value: unknown): string | null {
  if (!(value instanceof Float)) return null;
  if (!Number.isInteger(value.value)) return pythonRepr(value.value);
  return Math.abs(value.value) < 1e16 ? `${value.value}.0` : value.value.toExponential();
}

/** The value in JSON's terms. Floats stay marked for those who write them. */
export function toJson(value: Value): Json {
  if (value instanceof Missing) return null;
  if (value instanceof Safe) return value.text;
  if (value instanceof Callable) return `<${value.name}>`;
  if (value instanceof Fields) return "<loop>";
  if (value instanceof Namespace)
    return Object.fromEntries([...value.fields].map(([key, part]) => [key, toJson(part)]));
  if (isList(value)) return value.map(toJson);
  if (isDict(value)) return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, toJson(part)]));
  return value as Json;
}

/** The value in JSON's terms, floats as plain numbers. */
export function toPlain(value: Value): Json {
  if (value instanceof Float) return value.value;
  if (isList(value)) return value.map(toPlain);
  if (isDict(value)) return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, toPlain(part)]));
  return toJson(value);
}

/** What a loop goes over: a list's items, a text's characters, a dict's keys. @throws where it has none. */
export function itemsOf(value: Value): readonly Value[] {
  if (isList(value)) return value;
  if (value instanceof Missing) return [];
  if (isText(value)) return [...rawText(value)];
  if (isDict(value)) return Object.keys(value);
  throw templateFailure(`${kindOf(value)} has no items to go through.`);
}

export function lengthOf(value: Value): number {
  return isText(value) ? [...rawText(value)].length : itemsOf(value).length;
}

export function isSame(left: Value, right: Value): boolean {
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a !== null && b !== null) return a === b;
  if (isText(left) && isText(right)) return rawText(left) === rawText(right);
  if (isList(left) && isList(right)) {
    return left.length === right.length && left.every((part, index) => isSame(part, right[index] ?? null));
  }
  if (left instanceof Missing && right instanceof Missing) return true;
  if (isDict(left) && isDict(right)) {
    const keys = Object.keys(left);
    return (
      keys.length === Object.keys(right).length &&
      keys.every((key) => Object.hasOwn(right, key) && isSame(left[key] ?? null, right[key] ?? null))
    );
  }
  return left === right;
}

/** Below, at or above 0. @throws where Python could not order them either. */
export function order(left: Value, right: Value): number {
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a !== null && b !== null) return a - b;
  if (isText(left) && isText(right)) {
    const [x, y] = [rawText(left), rawText(right)];
    return x < y ? -1 : x > y ? 1 : 0;
  }
  if (isList(left) && isList(right)) {
    for (let index = 0; index < Math.min(left.length, right.length); index += 1) {
      const difference = order(left[index] ?? null, right[index] ?? null);
      if (difference !== 0) return difference;
    }
    return left.length - right.length;
  }
  throw templateFailure(`${kindOf(left)} and ${kindOf(right)} cannot be ordered.`);
}

/** An own field of an object; never what a prototype has. */
export function ownField(value: Value, name: string): Value | undefined {
  if (value instanceof Namespace) return value.fields.get(name);
  if (value instanceof Fields) return value.read(name);
  if (isDict(value) && Object.hasOwn(value, name)) return value[name] ?? null;
  return undefined;
}

/** The value, none included, or what stands for its absence. */
export const orMissing = (value: Value | undefined, name: string): Value =>
  value === undefined ? new Missing(name) : value;

export function kindOf(value: Value): string {
  if (value === null) return "none";
  if (value instanceof Missing) return `“${value.name}”, which is not defined,`;
  if (isText(value)) return "a text";
  if (numberOf(value) !== null) return typeof value === "boolean" ? "true or false" : "a number";
  if (isList(value)) return "a list";
  return value instanceof Callable ? "a function" : "an object";
}
