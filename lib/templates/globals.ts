import type { Budget } from "./budget";
import { templateFailure } from "./failure";
import { Callable, isDict, kindOf, Namespace, numberOf, type Value } from "./values";

const RANGE_MAX = 100_000;

/** Functions every template has. */
export const globals = (budget: Budget): [string, Value][] => [
  ["range", new Callable("range", (args) => range(args, budget))],
  ["dict", new Callable("dict", (args, named) => ({ ...firstDict(args), ...Object.fromEntries(named) }))],
  [
    "namespace",
    new Callable("namespace", (args, named) => new Namespace(new Map([...Object.entries(firstDict(args)), ...named]))),
  ],
];

const firstDict = ([first]: readonly Value[]): Record<string, Value> =>
  first !== undefined && isDict(first) ? { ...first } : {};

function range(args: readonly Value[], budget: Budget): Value {
  const numbers = args.map((value) => {
    const number = numberOf(value);
    if (number === null) throw templateFailure(`range() takes numbers, and this is ${kindOf(value)}.`);
    return Math.trunc(number);
  });
  const [a, b, step = 1] = numbers;
  if (a === undefined) throw templateFailure("range() takes at least one number.");
  if (step === 0) throw templateFailure("a range's step cannot be 0.");
  const [start, stop] = b === undefined ? [0, a] : [a, b];
  const count = Math.max(0, Math.ceil((stop - start) / step));
  if (!(count <= RANGE_MAX)) throw templateFailure(`a range has ${RANGE_MAX} numbers at most.`);
  budget.room(count * 16);
  return Array.from({ length: count }, (_, index) => start + index * step);
}
