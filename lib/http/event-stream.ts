import "server-only";

/** Characters that may wait for a slow reader before the stream is given up. */
const WAITING_MAX = 16 * 1024 * 1024;
const HEARTBEAT_MS = 15_000;

/** The writing end of a stream of server-sent events. Writing never waits and never throws. */
export type EventWriter = {
  /** Whole records, each with its blank line. Nothing happens once the reader is gone. */
  write(records: string): void;
  close(): void;
  readonly isOpen: boolean;
};

type StreamOptions = {
  readonly headers?: Record<string, string>;
  /** The reader went away before the end. */
  readonly onCancel?: () => void;
};

/**
 * An answer of server-sent events. A comment every 15 seconds keeps proxies from closing it. Records wait for a slow
 * reader up to a bound; past it the stream is cut, whatever writes it goes on.
 */
export function eventStream({ headers = {}, onCancel }: StreamOptions = {}): {
  readonly response: Response;
  readonly writer: EventWriter;
} {
  const encoder = new TextEncoder();
  let waiting = "";
  let isOpen = true;
  let isEnding = false;
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  let isWanted = false;

  function hand(): void {
    if (!isOpen || !controller) return;
    if (isWanted && waiting !== "") {
      isWanted = false;
      const records = waiting;
      waiting = "";
      controller.enqueue(encoder.encode(records));
    }
    // Handing over may have asked for more, and so have ended the stream by now.
    if (isOpen && isEnding && waiting === "") finish(() => controller?.close());
  }

  function finish(end: () => void): void {
    isOpen = false;
    waiting = "";
    clearInterval(heartbeat);
    end();
  }

  let isScheduled = false;
  function write(records: string): void {
    if (!isOpen || isEnding) return;
    waiting += records;
    if (waiting.length > WAITING_MAX) {
      finish(() => controller?.error(new Error("The reader is too slow.")));
      return;
    }
    if (isScheduled) return;
    isScheduled = true;
    // Records that are written in one turn leave together.
    queueMicrotask(() => {
      isScheduled = false;
      hand();
    });
  }

  const heartbeat = setInterval(() => write(": heartbeat\n\n"), HEARTBEAT_MS).unref();
  const body = new ReadableStream<Uint8Array>(
    {
      start(made) {
        controller = made;
      },
      pull() {
        isWanted = true;
        hand();
      },
      cancel() {
        finish(() => {});
        onCancel?.();
      },
    },
    { highWaterMark: 1 },
  );
  // Sends the headers on their way: a model may take its time before the first record.
  write(": open\n\n");
  const response = new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
      ...headers,
    },
  });
  return {
    response,
    writer: {
      write,
      close() {
        isEnding = true;
        hand();
      },
      get isOpen() {
        return isOpen;
      },
    },
  };
}
