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
      source.destroy();
      reject(
        error instanceof AppError ? error : badRequest("The form is broken or was cut off.", { body: String(error) }),
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
    parser.on("field", (rawName, value, { valueTruncated }) => {
      if (valueTruncated) fail(tooLarge(FIELD_BYTES_MAX));
      if (!UNSAFE_KEYS.has(rawName)) form[rawName] = value;
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
    source.pipe(parser);
  });
}

/** A sender may put a whole path into a file's name; only its last part is kept. */
const baseName = (name: string | undefined): string => (name ?? "").split(/[\\/]/).at(-1)?.slice(0, 255) || "file";
