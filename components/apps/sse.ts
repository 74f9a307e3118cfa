/** One server-sent event: its name, where it has one, and its JSON. */
export type SseFrame = { readonly event?: string; readonly data: unknown };

/** The events of a stream, as they come. Comments and what is not JSON are passed over. */
export async function* framesOf(response: Response): AsyncGenerator<SseFrame> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const part of chunksOf(response)) {
    rest += decoder.decode(part, { stream: true });
    const blocks = rest.split(/\r?\n\r?\n/);
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const frame = frameOf(block);
      if (frame) yield frame;
    }
  }
  const last = frameOf(rest);
  if (last) yield last;
}

/** A body as its chunks. Not every browser can iterate one. */
async function* chunksOf({ body }: Response): AsyncGenerator<Uint8Array> {
  const reader = body?.getReader();
  if (!reader) return;
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
  } finally {
    await reader.cancel();
  }
}

function frameOf(block: string): SseFrame | null {
  const lines = block.split(/\r?\n/);
  const valuesOf = (field: string) =>
    lines.filter((line) => line.startsWith(`${field}:`)).map((line) => line.slice(field.length + 1).replace(/^ /, ""));
  const [event] = valuesOf("event");
  const data = valuesOf("data");
  if (data.length === 0) return null;
  try {
    return { ...(event !== undefined && { event }), data: JSON.parse(data.join("\n")) as unknown };
  } catch {
    return null;
  }
}
