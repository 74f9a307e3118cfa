import "server-only";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import next from "next";
import { env } from "@/lib/config/env";

export type Pages = {
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>;
  close(): Promise<void>;
};

/** Next, ready to answer. In development it keeps a socket to the browser; nothing else of ours uses upgrades. */
export async function openPages(server: Server): Promise<Pages> {
  const dev = env().NODE_ENV === "development";
  const app = next({ dev, hostname: env().HOST, port: env().PORT, httpServer: server });
  await app.prepare();
  if (dev) {
    const upgrade = app.getUpgradeHandler();
    server.on("upgrade", (request, socket, head) => {
      upgrade(request, socket, head).catch(() => socket.destroy());
    });
  }
  return { answer: app.getRequestHandler(), close: () => app.close() };
}
