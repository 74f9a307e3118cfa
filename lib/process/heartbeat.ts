import "server-only";
import { shared } from "./shared";

/** Older than this, in milliseconds, and whoever should have beaten is taken for stuck. */
const FRESH_MS = 30_000;

const beats = () => shared("heartbeats", () => new Map<string, number>());

/** Says that a part of this process is alive and does its work: for `/readyz`. Call it every few seconds. */
export function beat(part: string): void {
  beats().set(part, performance.now());
}

/** Whether the part has said lately that it is alive. */
export const isBeating = (part: string): boolean =>
  performance.now() - (beats().get(part) ?? Number.NEGATIVE_INFINITY) < FRESH_MS;
