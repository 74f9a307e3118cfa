import { expect, test, vi } from "vitest";
import { AppError } from "./errors";

test("an error of the other bundle's copy is an AppError as much as one of ours, and keeps what it says", async () => {
  vi.resetModules();
  const other = await import("./errors");
  expect(other.AppError).not.toBe(AppError);
  const thrown = new other.AppError("upstream_failed", "a.example is in a private network.", { details: { url: "a" } });

  expect(thrown).toBeInstanceOf(AppError);
  expect(AppError.from(thrown).toBody()).toEqual({
    code: "upstream_failed",
    message: "a.example is in a private network.",
    details: { url: "a" },
  });
});

test("what is not ours is no AppError, nor is an AppError one of its subclasses", () => {
  class Narrower extends AppError {}
  expect(new Error("no")).not.toBeInstanceOf(AppError);
  expect({ name: "AppError", code: "conflict" }).not.toBeInstanceOf(AppError);
  expect(new Narrower("conflict", "yes")).toBeInstanceOf(AppError);
  expect(new Narrower("conflict", "yes")).toBeInstanceOf(Narrower);
  expect(new AppError("conflict", "no")).not.toBeInstanceOf(Narrower);
});
