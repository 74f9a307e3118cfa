import { expect, test } from "vitest";
import { runNode } from "@/lib/testing/nodes";

const type = "dynamiq.nodes.validators.RegexMatch";

test.each([
  ["\\d+", "fullmatch", "42", true],
  ["\\d+", "fullmatch", "a42", false],
  ["\\d+", "search", "a42", true],
  ["\\d+", undefined, "42 ", false],
  ["4.", "fullmatch", 42, true],
])("%s by %s of %j is %s", async (regex, match_type, content, valid) => {
  const { result } = await runNode({ type, regex, match_type }, { content });
  expect(result.output).toEqual({ valid, content });
});

test("with raise fails where it does not match, and is not tried again", async () => {
  const { result, events } = await runNode(
    { type, regex: "x", behavior: "raise", error_handling: { max_retries: 3 } },
    { content: "y" },
  );
  expect(result).toMatchObject({ status: "failure", error: { type: "ValidationError" } });
  const last = events.at(-1);
  expect(last?.kind === "node.settled" && last.attempts).toHaveLength(1);
});

test("takes no longer for a text that was made for the pattern", async () => {
  const { result } = await runNode({ type, regex: "(a+)+$" }, { content: `${"a".repeat(100_000)}!` });
  expect(result.output).toMatchObject({ valid: false });
});
