import "server-only";
import type { PersonScope } from "@/lib/auth/scope";
import { notFound } from "@/lib/core/errors";
import { type Page, type PageQuery, toPage, window } from "@/lib/core/page";
import type { PersonalAccessToken as Row } from "@/lib/db/generated/client";
import type { PersonalAccessToken } from "./contract";
import type { NewSecret } from "./secret";

const toToken = (row: Omit<Row, "hash">): PersonalAccessToken => ({
  id: row.id,
  name: row.name,
  preview: row.preview,
  created_at: row.createdAt.toISOString(),
  expires_at: row.expiresAt?.toISOString() ?? null,
  last_used_at: row.lastUsedAt?.toISOString() ?? null,
});

/** Newest first. */
export async function list({ db, userId }: PersonScope, query: PageQuery): Promise<Page<PersonalAccessToken>> {
  const where = { userId };
  const [rows, count] = await Promise.all([
    db.personalAccessToken.findMany({ where, orderBy: [{ createdAt: "desc" }, { id: "desc" }], ...window(query) }),
    db.personalAccessToken.count({ where }),
  ]);
  return toPage(rows.map(toToken), query, count);
}

export async function insert(
  { db, userId }: PersonScope,
  { hash, preview }: NewSecret,
  { name, expiresAt }: { name: string; expiresAt: Date | null },
): Promise<PersonalAccessToken> {
  return toToken(await db.personalAccessToken.create({ data: { userId, name, hash, preview, expiresAt } }));
}

/** @throws AppError `not_found` */
export async function remove({ db, userId }: PersonScope, id: string): Promise<void> {
  const { count } = await db.personalAccessToken.deleteMany({ where: { id, userId } });
  if (count === 0) throw notFound("Token");
}
