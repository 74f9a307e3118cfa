import { AppError } from "@/lib/core/errors";

/** A template that cannot be read or filled in. `line` counts from 1. */
export function templateFailure(message: string, line: number | null = null): AppError {
  const where = line === null ? "" : ` (line ${line})`;
  return new AppError("bad_input", `The template${where}: ${message}`);
}
