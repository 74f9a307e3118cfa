import { compares } from "./compare";
import {
  Callable,
  isDict,
  isFloat,
  isList,
  isSame,
  isText,
  Missing,
  Namespace,
  numberOf,
  rawText,
  Safe,
  type Value,
} from "./values";

type Test = (value: Value, args: readonly Value[]) => boolean;

const comparison =
  (operator: string): Test =>
  (value, [other = null]) =>
    compares(operator, value, other);

const cased =
  (change: (text: string) => string): Test =>
  (value) =>
    isText(value) && rawText(value) === change(rawText(value));

/** Tests of `is`, by name. */
export const tests: ReadonlyMap<string, Test> = new Map<string, Test>([
  ["defined", (value) => !(value instanceof Missing)],
  ["undefined", (value) => value instanceof Missing],
  ["none", (value) => value === null],
  ["boolean", (value) => typeof value === "boolean"],
  ["true", (value) => value === true],
  ["false", (value) => value === false],
  ["number", (value) => numberOf(value) !== null],
  ["integer", (value) => typeof value === "number" && !isFloat(value)],
  ["float", (value) => isFloat(value)],
  ["string", (value) => isText(value)],
  ["mapping", (value) => isDict(value) || value instanceof Namespace],
  ["sequence", (value) => isText(value) || isList(value) || isDict(value)],
  ["iterable", (value) => isText(value) || isList(value) || isDict(value) || value instanceof Missing],
  ["callable", (value) => value instanceof Callable],
  ["escaped", (value) => value instanceof Safe],
  ["odd", (value) => Math.abs((numberOf(value) ?? 0) % 2) === 1],
  ["even", (value) => (numberOf(value) ?? 1) % 2 === 0],
  ["divisibleby", (value, [by = null]) => (numberOf(value) ?? Number.NaN) % (numberOf(by) ?? Number.NaN) === 0],
  ["lower", cased((text) => text.toLowerCase())],
  ["upper", cased((text) => text.toUpperCase())],
  ["sameas", (value, [other = null]) => value === other || (typeof value !== "object" && isSame(value, other))],
  ["in", comparison("in")],
  ["eq", comparison("==")],
  ["equalto", comparison("==")],
  ["==", comparison("==")],
  ["ne", comparison("!=")],
  ["!=", comparison("!=")],
  ["lt", comparison("<")],
  ["lessthan", comparison("<")],
  ["<", comparison("<")],
  ["le", comparison("<=")],
  ["<=", comparison("<=")],
  ["gt", comparison(">")],
  ["greaterthan", comparison(">")],
  [">", comparison(">")],
  ["ge", comparison(">=")],
  [">=", comparison(">=")],
]);
