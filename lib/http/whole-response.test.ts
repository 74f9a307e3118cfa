import { describe, expect, test } from "vitest";
import { WholeResponse } from "./whole-response";

const TEXT = '{"city":"Malmö"}';
const bodies = [
  ["text", TEXT],
  ["bytes", new TextEncoder().encode(TEXT)],
] as const;

describe.each(bodies)("a response that is here whole, of %s", (_kind, whole) => {
  const make = () => new WholeResponse(whole, { status: 201, headers: { "content-type": "application/json" } });

  test("is read in each way a Response is", async () => {
    expect(make()).toBeInstanceOf(Response);
    expect(make().status).toBe(201);
    expect(await make().text()).toBe(TEXT);
    expect(await make().json()).toEqual({ city: "Malmö" });
    expect(new TextDecoder().decode(await make().arrayBuffer())).toBe(TEXT);
    expect(new TextDecoder().decode(await make().bytes())).toBe(TEXT);
    expect(await (await make().blob()).text()).toBe(TEXT);
    expect(await new Response(make().body).text()).toBe(TEXT);
  });

  test("is read once, in whichever way", async () => {
    for (const first of ["text", "arrayBuffer"] as const) {
      for (const second of ["text", "json", "arrayBuffer"] as const) {
        const response = make();
        await response[first]();
        expect(response.bodyUsed).toBe(true);
        await expect(response[second]()).rejects.toThrow(TypeError);
        expect(() => response.clone()).toThrow(TypeError);
      }
    }
  });

  test("can be cloned before it is read", async () => {
    const response = make();
    const clone = response.clone();
    expect([await response.text(), await clone.text()]).toEqual([TEXT, TEXT]);
    expect(clone.headers.get("content-type")).toBe("application/json");
  });
});
