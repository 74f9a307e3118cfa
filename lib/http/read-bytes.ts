import "server-only";
import { AppError } from "@/lib/core/errors";

/** The whole body. @throws AppError `payload_too_large` as soon as it exceeds `bytesMax`, whatever its length header says. */
export async function readBytes(request: Request, bytesMax: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body ?? []) {
    size += part.byteLength;
    if (size > bytesMax) throw tooLarge(bytesMax);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

export const tooLarge = (bytesMax: number): AppError =>
  new AppError("payload_too_large", `The body is larger than ${Math.floor(bytesMax / 1024 / 1024)} MiB.`);
