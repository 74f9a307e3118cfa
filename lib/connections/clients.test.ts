import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { OpenConnection } from "@/lib/nodes/context";
import { closeClients, holdClients, reopenClients, withClients } from "./clients";

process.env.LOG_LEVEL ??= "silent";

const aConnection = (fields: OpenConnection["fields"] = { host: "a", password: "secret" }): OpenConnection => ({
  id: crypto.randomUUID(),
  type: "dynamiq.connections.Test",
  name: "Test",
  fields,
});

class Client {
  closed = false;
  closes = 0;
  async close(): Promise<void> {
    await Promise.resolve();
    this.closes++;
    this.closed = true;
  }
}

const make = () => vi.fn(async () => new Client());

beforeEach(reopenClients);
afterEach(closeClients);

describe("clients of equal connections", () => {
  test("are one client, made once, for all who ask at the same time", async () => {
    const made = make();
    const holders = [...Array(20)].map(() => holdClients());
    const clients = await Promise.all(holders.map((holder) => holder.client(aConnection(), made)));
    expect(made).toHaveBeenCalledTimes(1);
    expect(new Set(clients).size).toBe(1);
  });

  test("are one whatever the id, the name and the order of the fields", async () => {
    const holder = holdClients();
    const one = await holder.client(aConnection({ a: "1", b: { c: "2", d: "3" } }), make());
    const two = await holder.client({ ...aConnection({ b: { d: "3", c: "2" }, a: "1" }), name: "Other" }, make());
    expect(two).toBe(one);
  });

  test("are made apart where a field, the type or the kind differs", async () => {
    const holder = holdClients();
    const first = aConnection({ password: "one" });
    const clients = [
      await holder.client(first, make()),
      await holder.client(aConnection({ password: "two" }), make()),
      await holder.client({ ...first, type: "dynamiq.connections.Other" }, make()),
      await holder.client(first, make(), undefined, "stream"),
    ];
    expect(new Set(clients).size).toBe(4);
  });

  test("are made at the same time where they differ", async () => {
    let finish: () => void = () => {};
    const slow = holdClients().client(
      aConnection({ host: "slow" }),
      () => new Promise<Client>((resolve) => (finish = () => resolve(new Client()))),
    );
    await holdClients().client(aConnection({ host: "fast" }), make());
    finish();
    await slow;
  });
});

describe("a client", () => {
  test("that cannot be made fails for all who asked, and is tried again by the next", async () => {
    const failing = vi.fn(() => Promise.reject(new Error("no")));
    const asked = [holdClients(), holdClients()].map((holder) => holder.client(aConnection(), failing));
    for (const one of asked) await expect(one).rejects.toThrow("no");
    expect(failing).toHaveBeenCalledTimes(1);
    expect(await holdClients().client(aConnection(), make())).toBeInstanceOf(Client);
  });

  test("stays open while somebody holds it, and is closed once when the last lets go", async () => {
    const [first, second] = [holdClients({ lingerMs: 0 }), holdClients({ lingerMs: 0 })];
    const client = await first.client(aConnection(), make());
    await second.client(aConnection(), make());
    first.release();
    first.release();
    await Promise.resolve();
    expect(client.closes).toBe(0);
    second.release();
    await closeClients();
    expect(client.closes).toBe(1);
  });

  test("lingers for whoever comes next", async () => {
    const first = holdClients({ lingerMs: 60_000 });
    const client = await first.client(aConnection(), make());
    first.release();
    expect(await holdClients().client(aConnection(), make())).toBe(client);
  });

  test("that has closed is made anew, once for all who find it so", async () => {
    const holder = holdClients();
    const dead = await holder.client(aConnection(), make());
    dead.closed = true;
    const remade = make();
    const clients = await Promise.all([holder, holdClients()].map((one) => one.client(aConnection(), remade)));
    expect(remade).toHaveBeenCalledTimes(1);
    expect(clients[0]).toBe(clients[1]);
    expect(clients[0]).not.toBe(dead);
  });

  test.each([
    { isClosed: () => true },
    { isClosed: true },
    { is_closed: () => Promise.resolve(true) },
    { closed: true },
  ])("that says %o is dead", async (dead) => {
    const holder = holdClients();
    const connection = aConnection({ of: Math.random() });
    await holder.client<object>(connection, () => ({}));
    const other = aConnection({ of: Math.random() });
    let isFirst = true;
    const remade = vi.fn((): object => {
      if (!isFirst) return {};
      isFirst = false;
      return dead;
    });
    await holder.client<object>(other, remade);
    expect(remade).toHaveBeenCalledTimes(2);
  });

  test("that is never open is not made for ever", async () => {
    const asked = holdClients().client(aConnection(), () => ({ closed: true }));
    await expect(asked).rejects.toMatchObject({ code: "upstream_failed" });
  });

  test("is closed at shutdown, which waits for it, and none is made after", async () => {
    let isClosed = false;
    const holder = holdClients();
    await holder.client(
      aConnection(),
      () => ({}),
      async () => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        isClosed = true;
      },
    );
    await closeClients();
    expect(isClosed).toBe(true);
    await expect(holdClients().client(aConnection(), make())).rejects.toMatchObject({ code: "unavailable" });
  });

  test("that is still being made at shutdown is closed too", async () => {
    const client = new Client();
    const asked = holdClients().client(aConnection(), async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return client;
    });
    const refused = expect(asked).rejects.toMatchObject({ code: "unavailable" });
    await closeClients();
    expect(client.closes).toBe(1);
    await refused;
  });

  test("whose close fails does not keep the others open", async () => {
    const holder = holdClients();
    await holder.client(
      aConnection({ n: 1 }),
      () => ({}),
      () => Promise.reject(new Error("stuck")),
    );
    const fine = await holder.client(aConnection({ n: 2 }), make());
    await closeClients();
    expect(fine.closes).toBe(1);
  });

  test("is let go of also where the work fails", async () => {
    let client: Client | undefined;
    const work = withClients(async (holder) => {
      client = await holder.client(aConnection(), make());
      throw new Error("failed");
    });
    await expect(work).rejects.toThrow("failed");
    await closeClients();
    expect(client?.closes).toBe(1);
  });
});
