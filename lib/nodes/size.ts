import { AppError } from "@/lib/core/errors";
import { isObject, type Json } from "@/lib/core/json";

/** Characters of text and parts that a node's output may have. */
const SIZE_MAX = 64 * 1024 * 1024;
const PART_SIZE = 8;
/** Levels of an output: who walks it further on would run out of stack, and so would PostgreSQL's parser. */
const DEPTH_MAX = 500;

/**
 * Refuses an output that is too large, or nested too deep, to hand on and to record. Parts that appear many times count every time, as
 * they would be written: nodes that pass everything on would otherwise double it with each of them.
 *
 * @throws AppError `payload_too_large`
 */
export function refuseHuge(output: Json): void {
  let size = 0;
  const waiting: Json[] = [output];
  const depths = [0];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    const depth = (depths.pop() ?? 0) + 1;
    if (depth > DEPTH_MAX) throw tooDeep();
    size += typeof value === "string" ? value.length + PART_SIZE : PART_SIZE;
    if (Array.isArray(value)) {
      size += value.length * PART_SIZE;
      if (size > SIZE_MAX) throw tooLarge();
      for (const part of value) {
        waiting.push((part ?? null) as Json);
        depths.push(depth);
      }
    } else if (isObject(value)) {
      for (const key of Object.keys(value)) {
        size += key.length;
        waiting.push((value[key] ?? null) as Json);
        depths.push(depth);
      }
    }
    if (size > SIZE_MAX) throw tooLarge();
  }
}

const tooLarge = (): AppError =>
  new AppError(
    "payload_too_large",
    "The node's output is larger than 64 MB. Pick what later nodes need in its output transformer.",
  );

const tooDeep = (): AppError =>
  new AppError("payload_too_large", `The node's output is nested deeper than ${DEPTH_MAX} levels.`);
