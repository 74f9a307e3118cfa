import "server-only";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import busboy from "busboy";
import { AppError, badRequest } from "@/lib/core/errors";
import { UNSAFE_KEYS } from "@/lib/core/json";
import { Upload } from "@/lib/core/upload";
import { tooLarge } from "./read-bytes";

/** All the files of one form together. */
const UPLOAD_BYTES_MAX = 128 * 1024 * 1024;
const NAME_CHARACTERS_MAX = 200;
/** All the texts of one form together. */
const FIELD_BYTES_MAX = 16 * 1024 * 1024;

/**
 * A form as an object: a field is its text, files are lists of `Upload` under their part's name
 * (`files[]` counts as `files`).
 *
 * @throws AppError `bad_request` where the form is broken, `payload_too_large` where it exceeds its bounds.
 */
export function readMultipart(request: Request): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const form: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    let size = 0;
    const source = Readable.fromWeb((request.body ?? new Blob().stream()) as ReadableStream);
    const fail = (error: unknown) => {
      source.unpipe();
      source.destroy();
      reject(
        error instanceof AppError
          ? error
          : badRequest("The form is broken or was cut off.", { body: "is broken or was cut off" }),
      );
    };
    let parser: busboy.Busboy;
    try {
      parser = busboy({
        headers: { "content-type": request.headers.get("content-type") ?? "" },
        limits: { fieldSize: FIELD_BYTES_MAX, files: 100, fields: 200, parts: 300 },
        defParamCharset: "utf8",
      });
    } catch (error) {
      fail(error);
      return;
    }
    let fieldSize = 0;
    parser.on("field", (rawName, value, { valueTruncated }) => {
      fieldSize += value.length;
      if (valueTruncated || fieldSize > FIELD_BYTES_MAX) fail(tooLarge(FIELD_BYTES_MAX));
      else if (rawName.length > NAME_CHARACTERS_MAX) fail(badRequest("A field of the form has too long a name."));
      else if (!UNSAFE_KEYS.has(rawName)) form[rawName] = value;
    });
    parser.on("file", (rawName, stream, { filename, mimeType }) => {
      const name = rawName.replace(/\[\]$/, "");
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => {
        size += part.byteLength;
        if (size > UPLOAD_BYTES_MAX) fail(tooLarge(UPLOAD_BYTES_MAX));
        else parts.push(part);
      });
      stream.on("end", () => {
        if (UNSAFE_KEYS.has(name)) return;
        const files = Array.isArray(form[name]) ? (form[name] as Upload[]) : [];
        form[name] = [...files, new Upload(baseName(filename), mimeType, Buffer.concat(parts))];
      });
      stream.on("error", fail);
    });
    parser.on("filesLimit", () => fail(badRequest("A form holds 100 files at most.")));
    parser.on("fieldsLimit", () => fail(badRequest("A form holds 200 fields at most.")));
    parser.on("error", fail);
    parser.on("close", () => resolve({ ...form }));
    source.on("error", fail);
    // The parser tells of a field only once it has ended; one that never does must not be read for ever.
    let total = 0;
    source.on("data", (part: Uint8Array) => {
      total += part.byteLength;
      if (total > UPLOAD_BYTES_MAX + FIELD_BYTES_MAX) fail(tooLarge(UPLOAD_BYTES_MAX));
    });
    source.pipe(parser);
  });
}

/** A sender may put a whole path into a file's name; only its last part is kept. */
const baseName = (name: string | undefined): string => (name ?? "").split(/[\\/]/).at(-1)?.slice(0, 255) || "file";
