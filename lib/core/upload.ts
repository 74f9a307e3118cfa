import { z } from "zod";
import { faultOfJson } from "./json";

/**
 * A file somebody sent in a form.
 *
 * Only the multipart parser makes one: a JSON body that poses as a file is not an instance of this class.
 */
export class Upload {
  constructor(
    readonly name: string,
    readonly mimeType: string,
    readonly bytes: Uint8Array,
  ) {}

  get size(): number {
    return this.bytes.byteLength;
  }
}

/** A body field that holds uploaded files. */
export const Uploads = z
  .array(z.custom<Upload>((value) => value instanceof Upload, "Send files as parts of a multipart form."))
  .default([])
  .meta({ format: "binary" });

/** A body field that is JSON, or, in a form, text that holds JSON. */
export const jsonField = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value, issues) => {
    if (typeof value !== "string") return value;
    try {
      const parsed = JSON.parse(value) as unknown;
      const fault = faultOfJson(parsed);
      if (fault === null) return parsed;
      issues.addIssue({ code: "custom", message: `This JSON ${fault}.`, input: value });
      return z.NEVER;
    } catch {
      return value;
    }
  }, schema);

/** A body field that is true or false, or, in a form, the word. */
export const flagField = (fallback: boolean) =>
  z
    .union([z.boolean(), z.enum(["true", "false", "1", "0", ""]).transform((text) => text === "true" || text === "1")])
    .default(fallback);
