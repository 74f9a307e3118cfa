import { describe, expect, test } from "vitest";
import type { Json } from "@/lib/core/json";
import { conditionFaults, holds } from "./conditions";
import type { Condition } from "./flow";

const of = (operator: Condition["operator"], value: Json, rest: Partial<Condition> = {}): Condition => ({
  operator,
  value,
  ...rest,
});

test.each<[Condition["operator"], Json, Json, boolean]>([
  ["boolean-equals", true, true, true],
  ["boolean-equals", false, true, false],
  ["boolean-equals", "true", true, false],
  ["numeric-equals", 1, 1, true],
  ["numeric-equals", "1", 1, false],
  ["numeric-equals", 1, 1.0, true],
  ["numeric-greater-than", 2, 1, true],
  ["numeric-greater-than", 1, 1, false],
  ["numeric-greater-than-or-equals", 1, 1, true],
  ["numeric-less-than", 0, 1, true],
  ["numeric-less-than-or-equals", 1, 1, true],
  ["numeric-less-than-or-equals", 2, 1, false],
  ["string-equals", "a", "a", true],
  ["string-equals", "A", "a", false],
  ["string-equals", null, null, true],
  ["string-greater-than", "b", "a", true],
  ["string-less-than", "\u{1F600}", "\uffee", false],
  ["string-greater-than-or-equals", "a", "a", true],
  ["string-less-than-or-equals", "b", "a", false],
  ["string-starts-with", "abc", "ab", true],
  ["string-starts-with", 123, 12, true],
  ["string-ends-with", "abc", "bc", true],
  ["string-contains", "abc", "d", false],
  ["string-contains", ["x", "y"], "'x'", true],
  ["string-contains", null, "None", true],
  ["string-contains", true, "True", true],
  ["string-regexp", "order 42", "\\d+", true],
  ["string-regexp", "order", "^\\d+", false],
  ["string-regexp", 42, "^42$", true],
])("%s of %j and %j is %s", (operator, left, right, expected) => {
  expect(holds(of(operator, right), left)).toBe(expected);
  expect(holds(of(operator, right, { is_not: true }), left)).toBe(!expected);
});

test("lists and objects are equal part by part", () => {
  expect(holds(of("string-equals", { a: [1, { b: null }] }), { a: [1, { b: null }] })).toBe(true);
  expect(holds(of("string-equals", { a: 1 }), { a: 1, b: 2 })).toBe(false);
});

describe("a variable", () => {
  test("picks what is compared; without one it is the whole", () => {
    expect(holds(of("string-equals", "x", { variable: "$.a.b" }), { a: { b: "x" } })).toBe(true);
    expect(holds(of("string-equals", "x"), "x")).toBe(true);
  });

  test("that finds nothing is null", () => {
    expect(holds(of("string-equals", null, { variable: "$.nope" }), {})).toBe(true);
  });

  test("that is no path fails", () => {
    expect(() => holds(of("string-equals", null, { variable: "{{x}}" }), {})).toThrow(/is no path/);
  });
});

describe("and, or", () => {
  const yes = of("numeric-equals", 1, { variable: "$.n" });
  const no = of("numeric-equals", 2, { variable: "$.n" });

  test.each<["and" | "or", Condition[], boolean]>([
    ["and", [yes, yes], true],
    ["and", [yes, no], false],
    ["or", [no, yes], true],
    ["or", [no, no], false],
    ["and", [], true],
    ["or", [], false],
  ])("%s of %j is %s", (operator, operands, expected) => {
    expect(holds({ operator, operands }, { n: 1 })).toBe(expected);
  });

  test("look at what their own variable picks", () => {
    expect(holds({ operator: "and", variable: "$.deep", operands: [yes] }, { n: 9, deep: { n: 1 } })).toBe(true);
  });

  test.each(["and", "or"] as const)("%s never holds with is_not", (operator) => {
    expect(holds({ operator, is_not: true, operands: [yes] }, { n: 1 })).toBe(false);
    expect(holds({ operator, is_not: true, operands: [no] }, { n: 1 })).toBe(false);
  });
});

test.each<[Json, Json]>([
  [null, 1],
  ["1", 1],
  [[1], [0]],
  [{}, 1],
])("%j and %j cannot be ordered", (left, right) => {
  expect(() => holds(of("numeric-greater-than", right), left)).toThrow(/cannot be ordered/);
});

test("an operator that is not there fails", () => {
  expect(() => holds({ operator: "string-equals-path" as "and", value: 1 }, 1)).toThrow(
    /no operator “string-equals-path”/,
  );
});

test.each(["(a+)+$", "(a|aa)+$", "(.*a){25}"])(
  "the pattern %s takes no longer for a text that was made for it",
  (pattern) => {
    expect(holds(of("string-regexp", pattern), `${"a".repeat(50_000)}!`)).toBe(pattern.startsWith("(.*"));
  },
);

test.each(["(", "a{2,1}", "(?=x)", "x".repeat(3000)])("the pattern %s is refused with a sentence", (pattern) => {
  expect(() => holds(of("string-regexp", pattern), "x")).toThrow(/regular expression|characters at most/);
});

test("faults are told with their place", () => {
  const condition: Condition = {
    operator: "and",
    operands: [of("string-regexp", "("), of("string-equals", 1, { variable: "$." }), { operator: "or", operands: [] }],
  };
  expect(conditionFaults(condition).map(({ path }) => path.join("."))).toEqual([
    "operands.0.value",
    "operands.1.variable",
    "operands.2.operands",
  ]);
});
