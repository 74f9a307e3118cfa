const LINE_END = /[\r\n]/g;
const LINE_CHARACTERS_MAX = 8 * 1024 * 1024;

const START_CHARACTERS = 200;

/** An event stream that is none: a line without an end. */
export class EndlessLine extends Error {}

/**
 * The `data` of every server-sent event in a stream of bytes, however it is split. Comments and other fields
 * are passed over. What the end of the stream leaves unfinished is given too: some servers end without a
 * blank line. `seen.start` becomes the beginning of the text, for an error that shows it.
 *
 * @throws EndlessLine where a line grows beyond bounds; what the stream itself throws.
 */
export async function* eventData(
  body: ReadableStream<Uint8Array>,
  seen: { start: string } = { start: "" },
): AsyncGenerator<string, void, undefined> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  let searched = 0;
  let data: string[] = [];
  let isDone = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      const arrived = done ? decoder.decode() : decoder.decode(value, { stream: true });
      if (seen.start.length < START_CHARACTERS) seen.start += arrived.slice(0, START_CHARACTERS);
      rest += arrived;
      if (rest.length > LINE_CHARACTERS_MAX) throw new EndlessLine();
      let start = 0;
      for (;;) {
        const end = lineEnd(rest, Math.max(start, searched), done);
        if (end < 0) break;
        const line = rest.slice(start, end);
        start = end + (rest[end] === "\r" && rest[end + 1] === "\n" ? 2 : 1);
        if (line !== "") {
          const value = dataOf(line);
          if (value !== null) data.push(value);
        } else if (data.length > 0) {
          const event = data.join("\n");
          data = [];
          yield event;
        }
      }
      rest = rest.slice(start);
      searched = rest.endsWith("\r") ? rest.length - 1 : rest.length;
      if (!done) continue;
      isDone = true;
      const last = dataOf(rest);
      if (last !== null) data.push(last);
      if (data.length > 0) yield data.join("\n");
      return;
    }
  } finally {
    // Whoever stops reading hangs up: the provider must not go on for nobody.
    if (!isDone) await reader.cancel().catch(() => undefined);
  }
}

/**
 * The JSON values in a stream of server-sent events, as they come. Data that is no JSON is passed over.
 *
 * @throws as eventData does.
 */
export async function* jsonEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<unknown, void, undefined> {
  for await (const data of eventData(body)) {
    let value: unknown;
    try {
      value = JSON.parse(data);
    } catch {
      continue;
    }
    yield value;
  }
}

/** Index of the line's end, or -1. A carriage return that ends what has arrived may be half of an end. */
function lineEnd(text: string, start: number, isLast: boolean): number {
  LINE_END.lastIndex = start;
  const index = LINE_END.exec(text)?.index ?? -1;
  return index === text.length - 1 && text[index] === "\r" && !isLast ? -1 : index;
}

function dataOf(line: string): string | null {
  if (!line.startsWith("data:")) return null;
  return line.charCodeAt(5) === 32 ? line.slice(6) : line.slice(5);
}
