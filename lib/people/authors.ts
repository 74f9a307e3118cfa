import "server-only";
import type { Author } from "@/lib/core/fields";
import { db, type Tx } from "@/lib/db/client";

/**
 * Who made things, by the person's id, for the `created_by` fields of a list. Ids of nobody, and of people who
 * are gone, are not in the answer: `authors.get(id) ?? null`. Inside a transaction, `using` is its `db`.
 */
export async function authorsOf(
  ids: Iterable<string | null | undefined>,
  using: Tx = db(),
): Promise<Map<string, Author>> {
  const wanted = [...new Set(ids)].filter((id): id is string => Boolean(id));
  if (wanted.length === 0) return new Map();
  const people = await using.user.findMany({
    where: { id: { in: wanted } },
    select: { id: true, email: true, firstName: true, lastName: true },
  });
  return new Map(
    people.map(({ id, email, firstName, lastName }) => [
      id,
      { id, email, name: `${firstName} ${lastName}`.trim() || email },
    ]),
  );
}
