import "server-only";
import { pipeline, type Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { AppError } from "@/lib/core/errors";

const DECODERS = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
} as const;

/**
 * The body as it was before it was compressed for the way. Takes the headers off that no longer hold.
 *
 * @throws AppError `upstream_failed` where it is compressed in a way that was not asked for.
 */
export function decoded(body: Readable, headers: Headers, { host }: URL): Readable {
  const codings = (headers.get("content-encoding") ?? "")
    .toLowerCase()
    .split(",")
    .map((coding) => coding.trim())
    .filter((coding) => coding !== "" && coding !== "identity");
  if (codings.length === 0) return body;
  const [coding] = codings;
  if (codings.length > 1 || !coding || !Object.hasOwn(DECODERS, coding)) {
    body.destroy();
    throw new AppError("upstream_failed", `${host} sent a body compressed in a way we cannot read.`);
  }
  headers.delete("content-encoding");
  headers.delete("content-length");
  // Whoever reads the last stream hears of a failure in either; the callback only takes it off our hands.
  return pipeline(body, DECODERS[coding as keyof typeof DECODERS](), () => {});
}

type Bounds = {
  readonly bytesMax: number | null;
  readonly tooLarge: () => unknown;
  readonly failed: (cause: unknown) => unknown;
  readonly ended: () => void;
};

/** The body as a web stream that fails once it exceeds its bound. Nothing is read before it is asked for. */
export function boundedBody(body: Readable, { bytesMax, tooLarge, failed, ended }: Bounds): ReadableStream<Uint8Array> {
  const parts = body[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  let size = 0;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await parts.next();
          if (done) {
            ended();
            controller.close();
            return;
          }
          size += value.byteLength;
          if (bytesMax !== null && size > bytesMax) throw tooLarge();
          controller.enqueue(value);
        } catch (thrown) {
          body.destroy();
          ended();
          throw failed(thrown);
        }
      },
      cancel() {
        body.destroy();
        ended();
      },
    },
    { highWaterMark: 0 },
  );
}
