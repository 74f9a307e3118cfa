import { fireEvent, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { JsonView } from "./json-view";
import { TooltipProvider } from "./tooltip";

const show = (value: unknown, openDepth?: number) =>
  render(
    <TooltipProvider>
      <JsonView value={value} label="Output" openDepth={openDepth} />
    </TooltipProvider>,
  );

const lines = () => within(screen.getByRole("region", { name: "Output, content" }));

test("a branch opens and closes, and says which it is", async () => {
  show({ answer: { text: "hello" } }, 1);
  const branch = lines().getByRole("button", { name: /answer/ });
  expect(branch.getAttribute("aria-expanded")).toBe("false");
  expect(lines().queryByText(/hello/)).toBeNull();
  await userEvent.click(branch);
  expect(branch.getAttribute("aria-expanded")).toBe("true");
  expect(lines().getByText(/hello/)).toBeTruthy();
});

test("a search opens what holds the text, hides the rest and counts", async () => {
  show({ one: { deep: { name: "needle" } }, two: { deep: { name: "hay" } } }, 1);
  await userEvent.type(screen.getByRole("searchbox"), "NEEDLE");
  expect(lines().getByText(/needle/)).toBeTruthy();
  expect(lines().queryByText("two:")).toBeNull();
  expect(screen.getByText("1 found")).toBeTruthy();
  await userEvent.type(screen.getByRole("searchbox"), "x");
  expect(screen.getByText("Nothing found")).toBeTruthy();
});

test("keys that look alike when joined are told apart", async () => {
  show({ "a/b": { c: 1 }, a: { "b/c": 2 } }, 9);
  await userEvent.click(lines().getByRole("button", { name: /^a\/b/ }));
  expect(lines().queryByText("c:")).toBeNull();
  expect(lines().getByText("b/c:")).toBeTruthy();
});

test("a hundred thousand items draw a few hundred lines, and more on request", () => {
  show(Array.from({ length: 100_000 }, (_, index) => index));
  // Not by role: reckoning the roles of so many lines takes the test longer than drawing them.
  const drawn = () => document.querySelector("[aria-label='Output, content']")?.childElementCount ?? 0;
  const before = drawn();
  expect(before).toBeGreaterThan(100);
  expect(before).toBeLessThan(400);
  fireEvent.click(screen.getByText("Show more"));
  expect(drawn()).toBeGreaterThan(before);
});

test("a long text is cut until it is asked for, and never drawn beyond its bound", async () => {
  show("y".repeat(300_000));
  const drawn = () => lines().getByText(/yyy/).textContent?.length ?? 0;
  expect(drawn()).toBeLessThan(1000);
  await userEvent.click(screen.getByRole("button", { name: /Show all 300,000/ }));
  expect(drawn()).toBeGreaterThan(50_000);
  expect(drawn()).toBeLessThan(110_000);
});

test("markup in a value is shown as text", () => {
  show({ html: "<img src=x onerror=alert(1)>" });
  expect(document.querySelector("img")).toBeNull();
  expect(lines().getByText(/<img src=x/)).toBeTruthy();
});

test("null, false, 0, the empty text, [] and {} are shown as themselves", () => {
  show({ a: null, b: false, c: 0, d: "", e: [], f: {} });
  for (const text of ["null", "false", "0", '""', "[]", "{}"]) expect(lines().getByText(text)).toBeTruthy();
});
