import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { answerRequests } from "./requests";

const server = createServer();
let origin = "";

beforeAll(async () => {
  answerRequests(server, null);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

test.each(["/v1/workflows/%ED%A0%80", "/%", "/apps/%zz"])(
  "an address that cannot be decoded, %s, is refused as the API refuses, with the request's id",
  async (path) => {
    const response = await fetch(`${origin}${path}`, { headers: { "x-request-id": "mine" } });
    expect(response.status).toBe(400);
    expect(response.headers.get("x-request-id")).toBe("mine");
    expect(await response.json()).toMatchObject({ error: { code: "bad_request", request_id: "mine" } });
  },
);

test("a % in the query is the operation's to read", async () => {
  expect((await fetch(`${origin}/v1/workflows?search=100%`)).status).toBe(404);
});
