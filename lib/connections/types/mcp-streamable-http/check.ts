import "server-only";
import { AppError } from "@/lib/core/errors";
import { type Check, expectOk, firstEvent, mcpInitialize, text, texts } from "../../check";

/** Introduces itself and leaves again. */
export const checkMcpStreamableHttp: Check = async (fields, { fetch, signal }) => {
  const url = text(fields, "url");
  const headers = {
    ...texts(fields, "headers"),
    "content-type": "application/json",
    accept: "application/json, text/event-stream",
  };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(mcpInitialize), signal });
  await expectOk(response);
  const isStream = response.headers.get("content-type")?.includes("text/event-stream") ?? false;
  const answer = isStream
    ? (await firstEvent(response, (event) => event.data.includes('"jsonrpc"'))).data
    : await response.text();
  const session = response.headers.get("mcp-session-id");
  if (session) {
    const left = await fetch(url, { method: "DELETE", headers: { ...headers, "mcp-session-id": session }, signal });
    await left.body?.cancel();
  }
  if (!answer.includes('"serverInfo"')) {
    throw new AppError("upstream_failed", "The server answered, but not as an MCP server does. Check the URL.");
  }
};
