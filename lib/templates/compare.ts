import { isDict, isSame, isText, itemsOf, order, rawText, textOf, type Value } from "./values";

/** `== != < <= > >= in` and `not in`. */
export function compares(operator: string, left: Value, right: Value): boolean {
  switch (operator) {
    case "==":
      return isSame(left, right);
    case "!=":
      return !isSame(left, right);
    case "in":
      return isIn(left, right);
    case "not in":
      return !isIn(left, right);
    case "<":
      return order(left, right) < 0;
    case "<=":
      return order(left, right) <= 0;
    case ">":
      return order(left, right) > 0;
    default:
      return order(left, right) >= 0;
  }
}

function isIn(value: Value, whole: Value): boolean {
  if (isText(whole)) return rawText(whole).includes(textOf(value));
  if (isDict(whole)) return isText(value) && Object.hasOwn(whole, rawText(value));
  return itemsOf(whole).some((item) => isSame(item, value));
}
