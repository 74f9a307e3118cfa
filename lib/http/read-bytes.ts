import "server-only";
import { AppError, badRequest } from "@/lib/core/errors";

/**
 * The whole body.
 *
 * @throws AppError `payload_too_large` as soon as it exceeds `bytesMax`, whatever its length header says; `bad_request`
 * where the sender stopped half-way.
 */
export async function readBytes(request: Request, bytesMax: number): Promise<Uint8Array> {
  // Node's parser gives no more than the header says, and reading a body whole costs a fraction of reading a stream.
  const told = Number(request.headers.get("content-length") ?? Number.NaN);
  if (told > bytesMax) throw tooLarge(bytesMax);
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    if (told >= 0) return new Uint8Array(await request.arrayBuffer());
    for await (const part of request.body ?? []) {
      size += part.byteLength;
      if (size > bytesMax) throw tooLarge(bytesMax);
      parts.push(part);
    }
  } catch (error) {
    throw error instanceof AppError ? error : badRequest("The body was cut off.", { body: "was cut off" });
  }
  return Buffer.concat(parts);
}

export const tooLarge = (bytesMax: number): AppError =>
  new AppError("payload_too_large", `The body is larger than ${Math.floor(bytesMax / 1024 / 1024)} MiB.`);
