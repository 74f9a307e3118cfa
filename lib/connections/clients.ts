import "server-only";
import { createHash } from "node:crypto";
import { AppError } from "@/lib/core/errors";
import { isObject } from "@/lib/core/json";
import type { OpenConnection } from "@/lib/nodes/context";
import { log } from "@/lib/process/log";
import { shared } from "@/lib/process/shared";

export type MakeClient<T> = (connection: OpenConnection) => Promise<T> | T;
export type CloseClient<T> = (client: T) => unknown;

/** Whoever uses clients for a while: a run, a test of a connection. */
export type ClientHolder = {
  /**
   * The client for this connection: one for all holders with an equal (type, fields), made once however many ask
   * at the same time. One that has closed meanwhile is made anew; a failure to make one is not remembered.
   * `kind` tells apart clients of one connection that are made differently.
   */
  client<T>(connection: OpenConnection, make: MakeClient<T>, close?: CloseClient<T>, kind?: string): Promise<T>;
  /** Lets go of every client it was given. Those nobody holds are closed a moment later. */
  release(): void;
};

/** Milliseconds a client outlives its last holder: the next run often wants the same one. */
const LINGER_MS = 30_000;

/** How often a client that turns out to be closed is made anew before that is told. */
const ATTEMPTS_MAX = 3;

type Entry = {
  readonly key: string;
  readonly made: Promise<unknown>;
  readonly close: CloseClient<unknown> | undefined;
  holders: number;
  timer: NodeJS.Timeout | undefined;
  /** Set once it is being closed. */
  closing: Promise<void> | undefined;
};

type Registry = { entries: Map<string, Entry>; closing: Set<Promise<void>>; isShut: boolean };

const registry = (): Registry =>
  shared("connection-clients", () => ({ entries: new Map(), closing: new Set(), isShut: false }));

/** Clients whose last holder left are closed after `lingerMs`. */
export function holdClients({ lingerMs = LINGER_MS }: { lingerMs?: number } = {}): ClientHolder {
  const held = new Set<Entry>();
  let isReleased = false;

  async function client<T>(
    connection: OpenConnection,
    make: MakeClient<T>,
    close?: CloseClient<T>,
    kind = "default",
  ): Promise<T> {
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      if (isReleased) throw new AppError("unavailable", "What asked for this client has ended already.");
      const entry = entryFor(keyOf(connection, kind), () => make(connection), close as CloseClient<unknown>);
      if (!held.has(entry)) {
        held.add(entry);
        entry.holders++;
        clearTimeout(entry.timer);
        entry.timer = undefined;
      }
      const made = (await entry.made) as T;
      if (entry.closing === undefined && !(await isDead(made))) return made;
      // Nobody is handed a closed one; whoever comes first takes it out, and all make one together.
      void discard(entry);
    }
    throw new AppError(
      "upstream_failed",
      `The client of the connection “${connection.name}” closes as soon as it is made.`,
    );
  }

  function release(): void {
    isReleased = true;
    for (const entry of held) {
      entry.holders--;
      if (entry.holders > 0 || entry.closing !== undefined) continue;
      if (lingerMs === 0) void discard(entry);
      else {
        entry.timer = setTimeout(() => void discard(entry), lingerMs);
        entry.timer.unref();
      }
    }
    held.clear();
  }

  return { client, release };
}

/** Runs `work` with a holder that lets go of its clients at the end, whatever the end is. */
export async function withClients<T>(work: (holder: ClientHolder) => Promise<T>): Promise<T> {
  const holder = holdClients();
  try {
    return await work(holder);
  } finally {
    holder.release();
  }
}

/** Closes every client and waits until each is closed. From then on none is made. For shutdown. */
export async function closeClients(): Promise<void> {
  const all = registry();
  all.isShut = true;
  for (const entry of [...all.entries.values()]) void discard(entry);
  while (all.closing.size > 0) await Promise.all(all.closing);
}

/** Lets clients be made again after `closeClients`. For tests. */
export const reopenClients = (): void => {
  registry().isShut = false;
};

function entryFor(key: string, make: () => unknown, close: CloseClient<unknown> | undefined): Entry {
  const { entries, isShut } = registry();
  const existing = entries.get(key);
  if (existing) return existing;
  if (isShut) throw new AppError("unavailable", "This instance is shutting down.");
  const made = Promise.resolve().then(make);
  const entry: Entry = { key, made, close, holders: 0, timer: undefined, closing: undefined };
  entries.set(key, entry);
  made.catch(() => {
    if (entries.get(key) === entry) entries.delete(key);
  });
  return entry;
}

/** Takes the client out and closes it; the second to ask waits for the same close. */
function discard(entry: Entry): Promise<void> {
  const { entries, closing } = registry();
  if (entries.get(entry.key) === entry) entries.delete(entry.key);
  clearTimeout(entry.timer);
  entry.closing ??= (async () => {
    let client: unknown;
    try {
      client = await entry.made;
    } catch {
      // It was never made: whoever asked for it was told.
      return;
    }
    try {
      await (entry.close ? entry.close(client) : closeByItself(client));
    } catch (error) {
      log().warn({ err: error }, "A connection's client could not be closed");
    }
  })();
  const close = entry.closing;
  closing.add(close);
  void close.then(() => closing.delete(close));
  return close;
}

/** Calls what most clients have for it, where this one has any. */
function closeByItself(client: unknown): unknown {
  if (!isObject(client)) return undefined;
  for (const name of ["close", "end", "destroy"]) {
    const method = client[name];
    if (typeof method === "function") return method.call(client);
  }
  return undefined;
}

/** Whether a client says of itself that it is closed: `closed`, `isClosed` or `is_closed`, a value or a function. */
async function isDead(client: unknown): Promise<boolean> {
  if (typeof client !== "object" || client === null) return false;
  const { closed, isClosed, is_closed } = client as Record<string, unknown>;
  for (const sign of [closed, isClosed, is_closed]) {
    if (sign === undefined || sign instanceof Promise) continue;
    return Boolean(typeof sign === "function" ? await sign.call(client) : sign);
  }
  return false;
}

/** Equal for equal (type, fields), whatever the order of keys. A digest: secrets are no key of a map. */
function keyOf({ type, fields }: OpenConnection, kind: string): string {
  return createHash("sha256")
    .update(`${type}\0${kind}\0${canonical(fields)}`)
    .digest("base64");
}

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    isObject(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
