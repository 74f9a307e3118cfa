import type { Budget } from "./budget";
import { templateFailure } from "./failure";
import { percentFormat } from "./format";
import { asNumber, isFloat, isList, isText, kindOf, Missing, numberOf, rawText, textOf, type Value } from "./values";

/** `+ - * / // % ** ~`, as Python and Jinja have them. */
export function arithmetic(operator: string, left: Value, right: Value, budget: Budget): Value {
  if (operator === "~") {
    const [a, b] = [textOf(left), textOf(right)];
    budget.room(a.length + b.length);
    return a + b;
  }
  for (const value of [left, right]) {
    if (value instanceof Missing) throw templateFailure(`“${value.name}” is not defined.`);
  }
  if (operator === "+") return add(left, right, budget);
  if (operator === "*" && (isText(left) || isList(left))) return times(left, right, budget);
  if (operator === "*" && (isText(right) || isList(right))) return times(right, left, budget);
  if (operator === "%" && isText(left)) return percentFormat(rawText(left), isList(right) ? right : [right], budget);
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a === null || b === null) throw cannot(operator, left, right);
  const float = isFloat(left) || isFloat(right);
  switch (operator) {
    case "-":
      return asNumber(a - b, float);
    case "*":
      return asNumber(a * b, float);
    case "**":
      return asNumber(a ** b, float || b < 0);
  }
  if (b === 0) throw templateFailure("a number is divided by 0.");
  if (operator === "/") return asNumber(a / b, true);
  // Python rounds down, so the rest has the divisor's sign.
  return operator === "//" ? asNumber(Math.floor(a / b), float) : asNumber(a - b * Math.floor(a / b), float);
}

export function add(left: Value, right: Value, budget: Budget): Value {
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a !== null && b !== null) return asNumber(a + b, isFloat(left) || isFloat(right));
  if (isText(left) && isText(right)) {
    const [x, y] = [rawText(left), rawText(right)];
    budget.room(x.length + y.length);
    return x + y;
  }
  if (!isList(left) || !isList(right)) throw cannot("+", left, right);
  budget.room((left.length + right.length) * 16);
  return [...left, ...right];
}

function times(value: Value, by: Value, budget: Budget): Value {
  const count = numberOf(by);
  if (count === null || isFloat(by)) throw cannot("*", value, by);
  const times = Math.max(0, count);
  if (isText(value)) {
    budget.room(rawText(value).length * times);
    return rawText(value).repeat(times);
  }
  const list = value as readonly Value[];
  budget.room(list.length * times * 16);
  return Array.from({ length: list.length * times }, (_, index) => list[index % list.length] ?? null);
}

const cannot = (operator: string, left: Value, right: Value) =>
  templateFailure(`“${operator}” does not go with ${kindOf(left)} and ${kindOf(right)}.`);
