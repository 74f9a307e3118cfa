import "server-only";
import { userIdOf } from "@/lib/auth/context";
import type { OrganizationScope } from "@/lib/auth/scope";
import { notFound } from "@/lib/core/errors";
import { type Author, NOBODY } from "@/lib/core/fields";
import { type Page, type PageQuery, toPage, window } from "@/lib/core/page";
import type { AccessKey as Row } from "@/lib/db/generated/client";
import { authorsOf } from "@/lib/people/authors";
import type { NewSecret } from "@/lib/tokens/secret";
import type { AccessKey } from "./contract";

const toKey = (row: Omit<Row, "hash">, authors: ReadonlyMap<string, Author>): AccessKey => ({
  id: row.id,
  name: row.name,
  preview: row.preview,
  project_id: row.projectId,
  expires_at: row.expiresAt?.toISOString() ?? null,
  created_by: authors.get(row.createdById ?? NOBODY) ?? null,
  created_at: row.createdAt.toISOString(),
  last_used_at: row.lastUsedAt?.toISOString() ?? null,
});

/** Newest first. */
export async function list(
  { db, organizationId }: OrganizationScope,
  { project_id, ...query }: PageQuery & { project_id?: string | undefined },
): Promise<Page<AccessKey>> {
  const where = { organizationId, ...(project_id !== undefined && { projectId: project_id }) };
  const [rows, count] = await Promise.all([
    db.accessKey.findMany({ where, orderBy: [{ createdAt: "desc" }, { id: "desc" }], ...window(query) }),
    db.accessKey.count({ where }),
  ]);
  const authors = await authorsOf(
    rows.map(({ createdById }) => createdById),
    db,
  );
  return toPage(
    rows.map((row) => toKey(row, authors)),
    query,
    count,
  );
}

export async function insert(
  scope: OrganizationScope,
  { hash, preview }: NewSecret,
  { name, projectId, expiresAt }: { name: string; projectId: string | null; expiresAt: Date | null },
): Promise<AccessKey> {
  const createdById = userIdOf(scope);
  const row = await scope.db.accessKey.create({
    data: { organizationId: scope.organizationId, projectId, name, hash, preview, expiresAt, createdById },
  });
  return toKey(row, await authorsOf([createdById], scope.db));
}

/** The hash of the key that was deleted. @throws AppError `not_found` */
export async function remove({ db, organizationId }: OrganizationScope, id: string): Promise<string> {
  const row = await db.accessKey.findFirst({ where: { id, organizationId }, select: { hash: true } });
  const { count } = await db.accessKey.deleteMany({ where: { id, organizationId } });
  if (!row || count === 0) throw notFound("Access key");
  return row.hash;
}
