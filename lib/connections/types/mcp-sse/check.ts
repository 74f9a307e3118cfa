import "server-only";
import { AppError } from "@/lib/core/errors";
import { type Check, events, expectOk, mcpInitialize, text, texts } from "../../check";

/** Opens the stream, introduces itself at the address it names, and waits for the answer on the stream. */
export const checkMcpSse: Check = async (fields, { fetch, signal }) => {
  const url = text(fields, "url");
  const headers = texts(fields, "headers");
  const stream = await fetch(url, { headers: { ...headers, accept: "text/event-stream" }, signal });
  await expectOk(stream);
  const reader = events(stream);
  try {
    for await (const { event, data } of reader) {
      if (event === "endpoint") {
        const to = new URL(data, url);
        // The headers are credentials for the address that was entered, not for wherever it points to.
        if (to.origin !== new URL(url).origin) {
          throw new AppError("upstream_failed", "The server sends messages to another host, which is not followed.");
        }
        const body = JSON.stringify(mcpInitialize);
        const sent = { ...headers, "content-type": "application/json" };
        await expectOk(await fetch(to, { method: "POST", headers: sent, body, signal }));
      } else if (data.includes('"serverInfo"')) return;
    }
    throw new AppError("upstream_failed", "The stream ended before the server introduced itself.");
  } finally {
    await reader.return(undefined);
  }
};
