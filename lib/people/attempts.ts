import "server-only";
import { hash } from "node:crypto";
import { AppError } from "@/lib/core/errors";
import { pool } from "@/lib/db/client";

const WINDOW_SECONDS = 15 * 60;

/** What is counted, and how many failures it may have within the window. */
export type Limit = { readonly subject: string; readonly failuresMax: number };

/** Takes a counted attempt back, because it succeeded or should not have counted. */
type TakeBack = () => Promise<void>;

/**
 * Counts an attempt before it is made, so that many at once cannot pass together.
 *
 * Subjects are stored hashed: what people type as an e-mail address may be their password.
 *
 * @throws AppError `rate_limited`, with the seconds to wait, where one of the limits is reached. A refused attempt
 * does not count, so that waiting ends it.
 */
export async function countAttempt(limits: readonly Limit[]): Promise<TakeBack> {
  const subjects = limits.map(({ subject }) => hash("sha256", subject, "hex"));
  const { rows: made } = await pool().query<{ id: string }>(
    "insert into sign_in_failure (subject) select unnest($1::text[]) returning id",
    [subjects],
  );
  const takeBack = async () => {
    await pool().query("delete from sign_in_failure where id = any($1::bigint[])", [made.map(({ id }) => id)]);
  };
  const { rows } = await pool().query<{ subject: string; failures: number; wait: number }>(
    `select subject, count(*)::int as failures, extract(epoch from min(at) + $2 * interval '1 second' - now())::float as wait
     from sign_in_failure where subject = any($1) and at > now() - $2 * interval '1 second' group by subject`,
    [subjects, WINDOW_SECONDS],
  );
  const reached = rows.filter(
    ({ subject, failures }) => failures > (limits[subjects.indexOf(subject)]?.failuresMax ?? 0),
  );
  if (reached.length === 0) return takeBack;
  await takeBack();
  const retryAfterSeconds = Math.max(1, ...reached.map(({ wait }) => Math.ceil(wait)));
  throw new AppError("rate_limited", "Too many attempts. Wait a quarter of an hour and try again.", {
    retryAfterSeconds,
  });
}

/** Forgets the failures of a subject, and all that are too old to count. */
export async function forgetFailures(subject: string): Promise<void> {
  await pool().query("delete from sign_in_failure where subject = $1 or at < now() - $2 * interval '1 second'", [
    hash("sha256", subject, "hex"),
    WINDOW_SECONDS,
  ]);
}
