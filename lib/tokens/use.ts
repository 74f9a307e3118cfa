import "server-only";
import { pool } from "@/lib/db/client";
import { log } from "@/lib/process/log";
import { shared } from "@/lib/process/shared";

const NOTED_EVERY_MS = 60_000;
const NOTED_MAX = 50_000;

type Uses = { readonly noted: Map<string, number>; readonly writing: Set<Promise<void>> };

const uses = (): Uses => shared("credential-uses", () => ({ noted: new Map(), writing: new Set() }));

/** Notes that a credential was used, at most once a minute, without making its request wait. */
export function noteUse(table: "access_key" | "personal_access_token", id: string): void {
  const { noted, writing } = uses();
  const now = Date.now();
  if (now - (noted.get(id) ?? 0) < NOTED_EVERY_MS) return;
  if (noted.size >= NOTED_MAX) noted.clear();
  noted.set(id, now);
  const work = pool()
    .query(
      `update ${table} set last_used_at = now()
       where id = $1 and (last_used_at is null or last_used_at < now() - interval '1 minute')`,
      [id],
    )
    .then(
      () => {},
      (err: unknown) => log().warn({ err, table }, "The last use of a credential could not be noted."),
    )
    .finally(() => writing.delete(work));
  writing.add(work);
}

/** Waits until what was noted is written: for shutdown and tests. */
export async function usesWritten(): Promise<void> {
  await Promise.all(uses().writing);
}
