import type { z } from "zod";
import { AppError, type ErrorDetails } from "./errors";
// Faults are worded for people wherever they are found.
import "./wording";

/** What is wrong with a value, as path → message. The first fault of each path counts. */
export function detailsOf(error: z.ZodError, prefix = ""): ErrorDetails {
  const details: Record<string, string> = {};
  for (const { path, message } of error.issues) {
    details[[...(prefix ? [prefix] : []), ...path.map(String)].join(".") || "body"] ??= message;
  }
  return details;
}

/** The parsed value. @throws AppError `bad_request` with the faults by path: only for what a caller sent. */
export function parseInput<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const details = detailsOf(result.error);
  const [path, message] = Object.entries(details)[0] ?? ["body", "is not valid"];
  throw new AppError("bad_request", `${path}: ${message}`, { details });
}
