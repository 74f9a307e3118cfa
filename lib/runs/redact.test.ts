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
