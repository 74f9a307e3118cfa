import { AppError } from "@/lib/core/errors";
import { isObject, type Json } from "@/lib/core/json";

/** Characters of text and parts that a node's output may have. */
const SIZE_MAX = 64 * 1024 * 1024;
const PART_SIZE = 8;

/**
 * Refuses an output that is too large to hand on and to record. Parts that appear many times count every time, as
 * they would be written: nodes that pass everything on would otherwise double it with each of them.
 *
 * @throws AppError `payload_too_large`
 */
export function refuseHuge(output: Json): void {
  let size = 0;
  const waiting: Json[] = [output];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    size += typeof value === "string" ? value.length + PART_SIZE : PART_SIZE;
    if (Array.isArray(value)) {
      size += value.length * PART_SIZE;
      if (size <= SIZE_MAX) for (const part of value) waiting.push((part ?? null) as Json);
    } else if (isObject(value)) {
      for (const key of Object.keys(value)) {
        size += key.length;
        waiting.push((value[key] ?? null) as Json);
      }
    }
    if (size > SIZE_MAX) {
      throw new AppError(
        "payload_too_large",
        "The node's output is larger than 64 MB. Pick what later nodes need in its output transformer.",
      );
    }
  }
}
