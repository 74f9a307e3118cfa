import { expect, test } from "vitest";
import { errorFacts } from "./log";

test("of the database's errors a line holds the code and no row's values", () => {
  const refused = Object.assign(new Error("unsupported Unicode escape sequence"), {
    code: "22P05",
    detail: "Failing row contains (canary).",
    where: 'JSON data, line 1: {"output":"canary',
  });
  const line = JSON.stringify(errorFacts(refused));
  expect(line).toContain("22P05");
  expect(line).toContain("unsupported Unicode");
  expect(line).not.toContain("canary");
});
