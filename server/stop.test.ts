import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { drain } from "./stop";

async function aServer(answer: Promise<string>) {
  const server = createServer((_request, response) => {
    void answer.then((text) => response.end(text));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const asked = new Promise((resolve) => server.once("request", resolve));
  const reply = fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`).then((response) => response.text());
  await asked;
  return { server, reply };
}

test("a caller whose run is ended by the stop is told so, although the grace is over", async () => {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const { server, reply } = await aServer(ended.then(() => "ended"));
  const drained = drain(server, 0, ended);
  setTimeout(end, 100);
  expect(await reply).toBe("ended");
  await drained;
});

test("a request that is never answered is cut once the runs have ended", async () => {
  const { server, reply } = await aServer(new Promise(() => {}));
  const cut = expect(reply).rejects.toThrow();
  await drain(server, 0, Promise.resolve());
  await cut;
});
