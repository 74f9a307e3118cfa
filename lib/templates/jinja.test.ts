import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AppError } from "@/lib/core/errors";
import type { JsonObject } from "@/lib/core/json";
import measured from "./fixtures/jinja.json" with { type: "json" };
import { renderTemplate, templateFault, templateVariables } from "./jinja";

type Case = { template: string; text?: string; variables?: string[] };
const cases = measured.cases as Case[];
const input = measured.input as JsonObject;

describe("as Jinja 3.1 does it", () => {
  test.each(cases.filter(({ text }) => text !== undefined).map(({ template, text }) => [template, text]))(
    "%j",
    (template, text) => {
      expect(renderTemplate(template as string, input)).toBe(text);
    },
  );

  test.each(cases.filter(({ text }) => text === undefined).map(({ template }) => [template]))(
    "%j fails",
    (template) => {
      expect(() => renderTemplate(template, input)).toThrow(AppError);
    },
  );

  test.each(
    cases.filter(({ variables }) => variables !== undefined).map(({ template, variables }) => [template, variables]),
  )("the variables of %j", (template, variables) => {
    expect(templateVariables(template as string).sort()).toEqual(variables);
  });
});

describe("a template", () => {
  test("treats values that look like templates as data", () => {
    expect(renderTemplate("{{ a }}", { a: "{{ 7 * 7 }}{% if x %}" })).toBe("{{ 7 * 7 }}{% if x %}");
  });

  test.each([
    "{{ x.constructor }}",
    "{{ x['constructor'] }}",
    "{{ x.__proto__ }}",
    "{{ x|attr('constructor') }}",
    "{{ ''.constructor }}",
    "{{ [].constructor }}",
    "{{ x.toString }}",
    "{{ constructor }}",
    "{{ __proto__ }}",
    "{{ [x]|map(attribute='constructor')|join }}",
  ])("reaches no prototype: %s", (template) => {
    expect(renderTemplate(template, { x: { a: 1 } })).toBe("");
  });

  test.each(["{{ x.constructor.constructor('return 1')() }}", "{{ x.toString() }}", "{{ range.constructor('x') }}"])(
    "calls nothing of the host: %s",
    (template) => {
      expect(() => renderTemplate(template, { x: {} })).toThrow(AppError);
    },
  );

  test("reaches an own key even where it is called like one of a prototype", () => {
    expect(renderTemplate("{{ x.constructor }}", { x: { constructor: "own" } })).toBe("own");
  });

  test.each([
    ["a huge range", "{% for i in range(10**12) %}x{% endfor %}"],
    ["nested loops", "{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}"],
    ["a repeated text", "{{ 'x' * 999999999 }}"],
    [
      "a text that doubles",
      "{% set ns = namespace(t='xxxx') %}{% for i in range(99) %}{% set ns.t = ns.t ~ ns.t %}{% endfor %}",
    ],
    [
      "a list that doubles",
      "{% set ns = namespace(l=[1,2]) %}{% for i in range(99) %}{% set ns.l = ns.l + ns.l %}{% endfor %}",
    ],
    ["a replacement that grows", "{{ ('a' * 100000)|replace('a', 'b' * 100000) }}"],
    ["a wide column", "{{ 'x'|center(999999999) }}"],
    ["a macro that calls itself", "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}"],
    ["deep parentheses", `{{ ${"(".repeat(5000)}1${")".repeat(5000)} }}`],
    ["deep blocks", "{% if 1 %}".repeat(5000)],
  ])("is stopped: %s", (_what, template) => {
    expect(() => renderTemplate(template, {})).toThrow(/The template/);
  });

  test("does not change what it is given", () => {
    const list = Object.freeze(["a"]);
    expect(() => renderTemplate("{{ list.append('b') }}", { list })).toThrow(/cannot change a list/);
  });

  test("says in which line it cannot be read", () => {
    expect(templateFault("a\n{{ b }\n")).toMatch(/line 2/);
    expect(templateFault("{{ b }}")).toBeNull();
  });

  test("says in which line it fails", () => {
    expect(() => renderTemplate("a\nb\n{{ 1 / 0 }}", {})).toThrow("The template (line 3): a number is divided by 0.");
  });

  test("names no tag that would reach another template", () => {
    expect(() => renderTemplate("{% include 'x' %}", {})).toThrow(/cannot include/);
  });

  test("is read and filled in without anything but an AppError, whatever it is", () => {
    const bits = fc.constantFrom(
      "{{",
      "}}",
      "{%",
      "%}",
      "{#",
      "#}",
      " if ",
      " for ",
      " in ",
      "x",
      ".",
      "|",
      "(",
      ")",
      "[",
      "]",
      "'",
      "1",
      "-",
      "raw",
      "endraw",
      "endif",
      "endfor",
      " set ",
      "=",
      "\n",
      "{",
      "}",
      ",",
      ":",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(bits, fc.string({ maxLength: 4 })), { maxLength: 30 }), (parts) => {
        try {
          renderTemplate(parts.join(""), { x: [1, "a"] });
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(AppError);
          expect((thrown as AppError).code).toBe("bad_input");
        }
      }),
      { numRuns: 2000 },
    );
  });

  test("without marks is its own text, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        fc.pre(!text.includes("{") && !/[\r\n]/.test(text));
        expect(renderTemplate(text, {})).toBe(text);
      }),
    );
  });

  test("shows any text of the input as it is", () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        expect(renderTemplate("{{ v }}", { v: value })).toBe(value);
      }),
    );
  });
});

test.each([".a", " + a", " | upper", "[0]"])("a chain of a hundred thousand “%s” is refused in a sentence", (link) => {
  expect(templateFault(`{{ a${link.repeat(100_000)} }}`)).toMatch(/^The template.*(nested|too long)/);
});
