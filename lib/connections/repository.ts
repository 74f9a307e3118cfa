import "server-only";
import { v7 as uuid } from "uuid";
import type { Scope } from "@/lib/auth/scope";
import { conflict, notFound } from "@/lib/core/errors";
import { isId } from "@/lib/core/fields";
import { isObject, type JsonObject } from "@/lib/core/json";
import { type Page, toPage, window } from "@/lib/core/page";
import { db, pool } from "@/lib/db/client";
import { isDuplicate } from "@/lib/db/failures";
import type { Prisma } from "@/lib/db/generated/client";
import { asJson } from "@/lib/db/json";
import { open, seal } from "@/lib/secrets/seal";
import type { ListConnections } from "./contract";
import { type KeptFields, namesSet } from "./fields";

/** A connection's row, without what is sealed. */
export type ConnectionRow = {
  readonly id: string;
  readonly projectId: string;
  readonly name: string;
  readonly type: string;
  readonly config: unknown;
  readonly secretsSet: readonly string[];
  readonly createdById: string | null;
  readonly updatedById: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

/** A connection with its secrets opened. */
export type OpenedRow = KeptFields & { readonly id: string; readonly name: string; readonly type: string };

/** Where a workflow names a connection. Version 0 is the draft. */
export type ConnectionUse = { readonly workflowId: string; readonly name: string; readonly version: number };

/** The project of a connection, or null where there is none of that id. */
export async function projectOf(id: string): Promise<string | null> {
  const row = isId(id) ? await db().connection.findUnique({ where: { id }, select: { projectId: true } }) : null;
  return row?.projectId ?? null;
}

/** Those of every project among `scopes`. */
export async function list(scopes: readonly Scope[], query: ListConnections): Promise<Page<ConnectionRow>> {
  const types = query.type === undefined ? null : [query.type].flat();
  const where: Prisma.ConnectionWhereInput = {
    projectId: { in: scopes.map(({ projectId }) => projectId) },
    ...(types && { type: { in: types } }),
    ...(query.search && { name: { contains: literal(query.search), mode: "insensitive" } }),
  };
  const orderBy = query.sort.map(([name, direction]) => ({ [COLUMNS[name]]: direction }));
  const [rows, count] = await Promise.all([
    db().connection.findMany({ where, orderBy: [...orderBy, { id: "asc" }], ...window(query) }),
    db().connection.count({ where }),
  ]);
  return toPage(rows, query, count);
}

const COLUMNS = { name: "name", type: "type", created_at: "createdAt", updated_at: "updatedAt" } as const;

/** A text that LIKE takes as it is written. */
const literal = (text: string): string => text.replace(/[\\%_]/g, "\\$&");

export async function get({ db, projectId }: Scope, id: string): Promise<ConnectionRow> {
  const row = await db.connection.findFirst({ where: { id, projectId } });
  if (!row) throw notFound("Connection");
  return row;
}

type NewConnection = KeptFields & { readonly name: string; readonly type: string; readonly authorId: string | null };

/** Call it in a transaction. @throws AppError `conflict` where the project has a connection of that name. */
export async function insert({ db, projectId }: Scope, given: NewConnection): Promise<ConnectionRow> {
  const { name, type, authorId } = given;
  const id = uuid();
  try {
    return await db.connection.create({
      data: {
        id,
        projectId,
        name,
        type,
        ...(await columns({ db, projectId }, id, given)),
        createdById: authorId,
        updatedById: authorId,
      },
    });
  } catch (error) {
    if (isDuplicate(error)) throw conflict(`This project already has a connection named “${name}”.`, error);
    throw error;
  }
}

/** Call it in a transaction. */
export async function replaceFields(
  { db, projectId }: Pick<Scope, "db" | "projectId">,
  id: string,
  given: KeptFields & { readonly authorId: string | null },
): Promise<ConnectionRow> {
  const data = await columns({ db, projectId }, id, given);
  return db.connection.update({ where: { id, projectId }, data: { ...data, updatedById: given.authorId } });
}

async function columns({ db, projectId }: Pick<Scope, "db" | "projectId">, rowId: string, given: KeptFields) {
  const { shown, secrets } = given;
  const secretsSet = namesSet(secrets);
  if (secretsSet.length === 0) return { config: asJson(shown), secretsSet, sealed: null, dataKeyId: null };
  const sealed = await seal(db, JSON.stringify(secrets), { table: "connection", rowId, projectId });
  return { config: asJson(shown), secretsSet, ...sealed };
}

/** The row, locked until the transaction ends, with its secrets. */
export async function openForUpdate({ db, projectId }: Scope, id: string): Promise<OpenedRow> {
  await db.$queryRaw`select 1 from connection where id = ${id}::uuid and project_id = ${projectId}::uuid for update`;
  const row = await db.connection.findFirst({
    where: { id, projectId },
    select: { id: true, name: true, type: true, config: true, sealed: true, dataKeyId: true },
  });
  if (!row) throw notFound("Connection");
  return opened(projectId, row);
}

type SealedRow = {
  id: string;
  name: string;
  type: string;
  config: unknown;
  sealed: Uint8Array | null;
  dataKeyId: string | null;
};

/** The connection with its secrets, by the short way: every call of a model passes here. */
export async function openRow({ projectId }: Scope, id: string): Promise<OpenedRow> {
  if (!isId(id)) throw notFound("Connection");
  const { rows } = await pool().query<SealedRow>({
    name: "open-connection",
    text: `select id, name, type, config, sealed, data_key_id as "dataKeyId"
           from connection where id = $1 and project_id = $2`,
    values: [id, projectId],
  });
  const [row] = rows;
  if (!row) throw notFound("Connection");
  return opened(projectId, row);
}

async function opened(projectId: string, { id, name, type, config, sealed, dataKeyId }: SealedRow): Promise<OpenedRow> {
  const binding = { table: "connection", rowId: id, projectId };
  const secrets = sealed && dataKeyId ? (JSON.parse(await open(sealed, dataKeyId, binding)) as JsonObject) : {};
  return { id, name, type, shown: isObject(config) ? (config as JsonObject) : {}, secrets };
}

/** Where the connection is named: drafts first, then versions, archived ones left out. */
export async function uses({ db, projectId }: Scope, id: string): Promise<readonly ConnectionUse[]> {
  return db.$queryRaw<ConnectionUse[]>`
    select w.id as "workflowId", w.name, used.version
    from workflow_connection used
    join workflow w on w.id = used.workflow_id and w.project_id = ${projectId}::uuid and w.status <> 'archived'
    left join workflow_version v on v.workflow_id = w.id and v.version = used.version
    where used.connection_id = ${id}::uuid and (used.version = 0 or v.archived_at is null)
    order by w.name, used.version`;
}

export async function remove({ db, projectId }: Scope, id: string): Promise<void> {
  const { count } = await db.connection.deleteMany({ where: { id, projectId } });
  if (count === 0) throw notFound("Connection");
}

/** The connection of a type whose URL this is, or null. The oldest counts. */
export async function findByUrl({ db, projectId }: Scope, type: string, url: string): Promise<ConnectionRow | null> {
  return db.connection.findFirst({
    where: { projectId, type, config: { path: ["url"], equals: url } },
    orderBy: { createdAt: "asc" },
  });
}

/** Gives every connection of a type that has the one URL the other, in all projects. How many there were. */
export async function moveUrl(type: string, from: string, to: string): Promise<number> {
  return db().$executeRaw`
    update connection set config = jsonb_set(config::jsonb, '{url}', to_jsonb(${to}::text))::json
    where type = ${type} and config ->> 'url' = ${from}`;
}
