import { isObject, type Json } from "@/lib/core/json";
import { NodeException } from "./errors";
import type { Condition } from "./flow";
import { faultIn, pick, readPath } from "./jsonpath";
import { patternFault, patternOf } from "./pattern";
import { pythonText } from "./python-text";

const DEPTH_MAX = 50;

/**
 * Whether a condition holds for a value.
 *
 * Equality compares values as they are: the text "1" is not the number 1. An `and` or `or` looks at its
 * operands on the value its own `variable` picks; with `is_not` it never holds, as in the SDK.
 *
 * @throws NodeException `ConditionError` where values cannot be ordered, or `JsonPathError`.
 */
export function holds(condition: Condition, value: Json): boolean {
  return judge(condition, value, 0);
}

/** What is wrong with a condition, at which of its fields: paths and patterns that cannot be read. */
export function conditionFaults(condition: Condition): readonly { path: (string | number)[]; message: string }[] {
  const { variable, operator, value, operands } = condition;
  const faults: { path: (string | number)[]; message: string }[] = [];
  const reading = variable == null ? null : readPath(variable);
  if (variable != null && reading && reading.kind !== "path") {
    const message = variable === "" ? "Choose the value to compare." : faultIn(variable, reading);
    faults.push({ path: ["variable"], message });
  }
  if (operator === "and" || operator === "or") {
    if (!operands?.length) faults.push({ path: ["operands"], message: "Add a condition." });
    for (const [index, operand] of (operands ?? []).entries()) {
      for (const { path, message } of conditionFaults(operand)) {
        faults.push({ path: ["operands", index, ...path], message });
      }
    }
  } else if (operator === "string-regexp") {
    const message = patternFault(pythonText(value ?? null));
    if (message) faults.push({ path: ["value"], message });
  }
  return faults;
}

function judge(condition: Condition, value: Json, depth: number): boolean {
  if (depth > DEPTH_MAX) throw fault(`Conditions are nested ${DEPTH_MAX} deep at most.`);
  const { variable, operator, is_not = false } = condition;
  const subject = variable == null ? value : pick(variable, value);
  if (operator === "and" || operator === "or") {
    const operands = condition.operands ?? [];
    const test = (operand: Condition): boolean => judge(operand, subject, depth + 1);
    return (operator === "and" ? operands.every(test) : operands.some(test)) && !is_not;
  }
  return compare(operator, subject, condition.value ?? null) === !is_not;
}

function compare(operator: Exclude<Condition["operator"], "and" | "or">, left: Json, right: Json): boolean {
  switch (operator) {
    case "boolean-equals":
    case "numeric-equals":
    case "string-equals":
      return isEqual(left, right);
    case "numeric-greater-than":
    case "string-greater-than":
      return order(left, right) > 0;
    case "numeric-greater-than-or-equals":
    case "string-greater-than-or-equals":
      return order(left, right) >= 0;
    case "numeric-less-than":
    case "string-less-than":
      return order(left, right) < 0;
    case "numeric-less-than-or-equals":
    case "string-less-than-or-equals":
      return order(left, right) <= 0;
    case "string-starts-with":
      return pythonText(left).startsWith(pythonText(right));
    case "string-ends-with":
      return pythonText(left).endsWith(pythonText(right));
    case "string-contains":
      return pythonText(left).includes(pythonText(right));
    case "string-regexp":
      return patternOf(pythonText(right)).matcher(pythonText(left)).find();
    default:
      throw fault(`There is no operator “${String(operator)}”.`);
  }
}

/** Whether two values are the same, part by part. */
export function isEqual(left: Json, right: Json): boolean {
  if (left === right) return true;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((part, index) => isEqual(part as Json, right[index] as Json));
  }
  if (!isObject(left) || !isObject(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && isEqual(left[key] as Json, right[key] as Json))
  );
}

/** Below, at or above 0. Texts are compared by code point, as Python does. */
function order(left: Json, right: Json): number {
  const [a, b] = [asNumber(left), asNumber(right)];
  if (a !== null && b !== null) return a - b;
  if (typeof left === "string" && typeof right === "string") return byCodePoint(left, right);
  throw fault(`${kindOf(left)} and ${kindOf(right)} cannot be ordered. Compare two numbers or two texts.`);
}

const asNumber = (value: Json): number | null =>
  typeof value === "number" ? value : typeof value === "boolean" ? Number(value) : null;

function byCodePoint(left: string, right: string): number {
  const [a, b] = [left[Symbol.iterator](), right[Symbol.iterator]()];
  for (;;) {
    const [x, y] = [a.next(), b.next()];
    if (x.done || y.done) return Number(!x.done) - Number(!y.done);
    if (x.value !== y.value) return (x.value.codePointAt(0) ?? 0) - (y.value.codePointAt(0) ?? 0);
  }
}

function kindOf(value: Json): string {
  if (value === null) return "Nothing";
  if (Array.isArray(value)) return "A list";
  return { string: "A text", number: "A number", boolean: "True or false" }[typeof value as string] ?? "An object";
}

const fault = (message: string): NodeException => new NodeException("ConditionError", message, { retryable: false });
