import "server-only";
import pg from "pg";
import { env } from "@/lib/config/env";
import { log } from "@/lib/process/log";
import { forget, shared } from "@/lib/process/shared";

/** How often the connection proves that it is alive, and how long it may take for that, in milliseconds. */
const HEARTBEAT_MS = 1500;
const RECONNECT_MS_MAX = 5000;

type Subscriber = {
  /** A message on the channel. */
  onMessage(payload: string): void;
  /** Messages may have been missed up to now: the connection was lost, or has just been made. */
  onGap(): void;
};

/**
 * What other processes tell through PostgreSQL's NOTIFY: one connection for the process, any number of channels.
 *
 * A cache that relies on it serves only while `isListening`; it empties itself in `onGap`. A connection that
 * went dead without a word is noticed within two heartbeats.
 */
export type Listener = {
  isListening(channel: string): boolean;
  subscribe(channel: string, subscriber: Subscriber): void;
  close(): Promise<void>;
};

export const listener = (): Listener => shared("listener", makeListener);

/** For shutdown and tests. */
export async function closeListener(): Promise<void> {
  await forget<Listener>("listener")?.close();
}

function makeListener(): Listener {
  const subscribers = new Map<string, Subscriber>();
  const listening = new Set<string>();
  let client: pg.Client | null = null;
  let heartbeat: NodeJS.Timeout | undefined;
  let isClosed = false;
  let isConnecting = false;
  let failures = 0;

  function lose(lost: pg.Client): void {
    if (client !== lost) return;
    client = null;
    clearInterval(heartbeat);
    listening.clear();
    for (const { onGap } of subscribers.values()) onGap();
    lost.end().catch(() => {});
    if (!isClosed) setTimeout(connect, Math.min(RECONNECT_MS_MAX, 100 * 2 ** failures++)).unref();
  }

  async function listenOn(on: pg.Client, channel: string): Promise<void> {
    await on.query(`listen ${pg.escapeIdentifier(channel)}`);
    if (client !== on) return;
    listening.add(channel);
    subscribers.get(channel)?.onGap();
  }

  async function beat(on: pg.Client): Promise<void> {
    const late = setTimeout(() => lose(on), HEARTBEAT_MS).unref();
    await on.query("select 1").catch(() => lose(on));
    clearTimeout(late);
  }

  async function connect(): Promise<void> {
    if (isClosed || isConnecting || client) return;
    isConnecting = true;
    const made = new pg.Client({
      connectionString: env().DATABASE_URL,
      application_name: "dynamiq listener",
      keepAlive: true,
      connectionTimeoutMillis: 5000,
    });
    client = made;
    made.on("error", () => lose(made));
    made.on("end", () => lose(made));
    made.on("notification", ({ channel, payload }) => subscribers.get(channel)?.onMessage(payload ?? ""));
    try {
      await made.connect();
      // The listener alone is no reason for the process to go on.
      (made as pg.Client & { unref(): void }).unref();
      for (const channel of subscribers.keys()) await listenOn(made, channel);
      failures = 0;
      heartbeat = setInterval(() => void beat(made), HEARTBEAT_MS).unref();
    } catch (err) {
      log().warn({ err }, "Cannot listen to the database; caches that rely on it stay off until it works again.");
      lose(made);
    } finally {
      isConnecting = false;
    }
  }

  return {
    isListening: (channel) => listening.has(channel),
    subscribe(channel, subscriber) {
      subscribers.set(channel, subscriber);
      const on = client;
      if (on && !isConnecting) listenOn(on, channel).catch(() => lose(on));
      else void connect();
    },
    async close() {
      isClosed = true;
      clearInterval(heartbeat);
      const closing = client;
      client = null;
      listening.clear();
      for (const { onGap } of subscribers.values()) onGap();
      await closing?.end().catch(() => {});
    },
  };
}
