import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json } from "@/lib/core/json";
import measured from "./fixtures/jsonpath.json" with { type: "json" };
import { findAll, pick, readPath } from "./jsonpath";

type Case = { path: string; kind: "path" | "text" | "illegal"; found?: Json[] };
const source = measured.source as Json;

const found = (path: string, value: Json): readonly Json[] => {
  const reading = readPath(path);
  if (reading.kind !== "path") throw new Error(`${path} is ${reading.kind}`);
  return findAll(reading.path, value);
};

describe("as jsonpath-ng 1.6 reads it", () => {
  test.each((measured.cases as Case[]).map(({ path, kind, found: values }) => [path, kind, values] as const))(
    "%j is %s",
    (path, kind, values) => {
      expect(readPath(path).kind).toBe(kind);
      if (values) expect(found(path, source)).toEqual(values);
    },
  );
});

describe("a path", () => {
  test("reaches indices and fields that are numbers, and lists of indices", () => {
    expect(found("$.a.0", { a: { 0: "x" } })).toEqual(["x"]);
    expect(found("$.a[0,2]", { a: [1, 2, 3] })).toEqual([1, 3]);
  });

  test("takes letters of any language", () => {
    expect(found("$.größe", { größe: 1 })).toEqual([1]);
  });

  test.each([
    "$.constructor",
    "$.__proto__",
    "$..constructor",
    "$.x.toString",
    "$['__proto__']",
    "constructor",
    "$.list.length",
    "$.s.length",
  ])("%s finds nothing, for only own keys are looked at", (path) => {
    expect(found(path, { x: {}, list: [1], s: "text" })).toEqual([]);
  });

  test("finds own keys that are called like those of a prototype", () => {
    expect(found("$.constructor", JSON.parse('{"constructor": 1}'))).toEqual([1]);
    expect(found("$.__proto__", JSON.parse('{"__proto__": 2}'))).toEqual([2]);
  });

  test("goes through data that is nested ten thousand deep", () => {
    const deep = JSON.parse(`${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`) as Json;
    expect(found("$..nothing", deep)).toEqual([]);
  });

  test("that searches without end is given up", () => {
    let deep: Json = { a: 1 };
    for (let level = 0; level < 13; level += 1) deep = { a: deep, b: deep };
    expect(() => found("$..*..*..*..a", deep)).toThrow(/too much data/);
  });

  test.each(["$".repeat(5000), "(".repeat(3000), `$${".a".repeat(1900)}`, `$${"[0]".repeat(1300)}`, "'".repeat(3999)])(
    "that is very long is read or not, and never breaks",
    (path) => {
      expect(["path", "text", "illegal"]).toContain(readPath(path).kind);
    },
  );

  test("that is used as such must be one", () => {
    expect(() => pick("$.", {})).toThrow(/is no path/);
    expect(() => pick("{{ x }}", {})).toThrow(/cannot stand in one/);
  });

  test("gives null, the value, or a list", () => {
    expect(pick("$.a[*].b", { a: [] })).toBeNull();
    expect(pick("$.a[*].b", { a: [{ b: 1 }] })).toBe(1);
    expect(pick("$.a[*].b", { a: [{ b: 1 }, { b: 2 }] })).toEqual([1, 2]);
  });
});

test("any text is read without a throw, and finds only what the data holds", () => {
  const bits = fc.constantFrom(
    "$",
    ".",
    "..",
    "[",
    "]",
    "*",
    "a",
    "b",
    "'a'",
    "0",
    "-1",
    ":",
    ",",
    "@",
    "|",
    "&",
    " where ",
    "(",
    ")",
    "`parent`",
    "`this`",
    "__proto__",
    "constructor",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(bits, { maxLength: 12 }).map((parts) => parts.join("")),
      ),
      fc.jsonValue(),
      (text, value) => {
        const reading = readPath(text);
        if (reading.kind !== "path") return;
        const data = { a: value, b: [value] } as Json;
        try {
          for (const part of findAll(reading.path, data)) {
            expect(typeof part === "function" || part === Object.prototype).toBe(false);
            expect(part).not.toBeUndefined();
          }
        } catch (thrown) {
          expect(thrown).toMatchObject({ type: "JsonPathError" });
        }
      },
    ),
    { numRuns: 3000 },
  );
});
