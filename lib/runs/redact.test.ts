import { expect, test } from "vitest";
import { makeRedactor } from "./redact";

const SECRET = "s3cr3t/with+signs=";

const learned = () => {
  const redactor = makeRedactor();
  redactor.learn({ authorization: `Bearer ${SECRET}` });
  return redactor;
};

test.each([
  ["as it is", SECRET],
  ["with its scheme", `Bearer ${SECRET}`],
  ["in an address", encodeURIComponent(SECRET)],
  ["in base64", Buffer.from(SECRET).toString("base64")],
  ["in hexadecimal", Buffer.from(SECRET).toString("hex")],
  ["with escaped slashes", SECRET.replaceAll("/", "\\/")],
])("a secret %s is masked, in keys and at any depth", (_, text) => {
  const cleaned = JSON.stringify(learned().clean({ [`k ${text}`]: [{ deep: `say ${text}!` }], n: 1, none: null }));
  expect(cleaned).not.toContain(text);
  expect(cleaned).toContain("•••");
});

test("a value without a secret is given back itself", () => {
  const value = { a: ["Bearer", 1, null, { b: "text" }] };
  expect(learned().clean(value)).toBe(value);
});

test("words too short to be secrets leave text alone", () => {
  const redactor = makeRedactor();
  redactor.learn("test");
  expect(redactor.clean("a test")).toBe("a test");
});

test("a secret is masked where JSON that holds it is quoted as text", () => {
  const secret = 'pass"word\\with\nlines';
  const redactor = makeRedactor();
  redactor.learn(secret);
  expect(redactor.clean(JSON.stringify({ secret }))).toBe('{"secret":"•••"}');
});

test.each(["", "u", "us", "use"])("a secret is masked in base64 after “%s”", (before) => {
  const text = Buffer.from(`${before}:${SECRET}:after`).toString("base64");
  const cleaned = learned().clean(text);
  const rest = cleaned.replace("•••", "");
  expect(cleaned).toContain("•••");
  expect(rest.length).toBeLessThan(Math.ceil((before.length + 7) / 3) * 4 + 6);
});

test("the beginning of a secret is masked where an excerpt ends in it", () => {
  expect(learned().clean(`it said: ${SECRET.slice(0, 11)}…, and no more`)).toBe("it said: •••…, and no more");
});

test("of two secrets that begin alike nothing of the longer one is left", () => {
  const redactor = makeRedactor();
  redactor.learn("first-half");
  redactor.learn("first-half-and-second");
  expect(redactor.clean("first-half-and-second")).toBe("•••");
});
