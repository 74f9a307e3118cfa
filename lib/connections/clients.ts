import "server-only";
import type { OpenConnection } from "@/lib/nodes/context";

export type MakeClient<T> = (connection: OpenConnection) => Promise<T> | T;
export type CloseClient<T> = (client: T) => unknown;

/** Whoever uses clients for a while: a run, a test of a connection. */
export type ClientHolder = {
  /**
   * The client for this connection: one for all holders with an equal (type, fields), made once.
   * `kind` tells apart clients of one connection that are made differently.
   */
  client<T>(connection: OpenConnection, make: MakeClient<T>, close?: CloseClient<T>, kind?: string): Promise<T>;
  /** Lets go of every client it was given. Those nobody holds are closed. */
  release(): void;
};

export function holdClients(): ClientHolder {
  throw new Error("Not built yet.");
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

/** Closes every client and waits until each is closed. For shutdown. */
export async function closeClients(): Promise<void> {}
