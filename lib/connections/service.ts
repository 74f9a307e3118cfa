import "server-only";
import { type Context, userIdOf } from "@/lib/auth/context";
import { authorize, authorizeAll, transaction } from "@/lib/auth/scope";
import { AppError } from "@/lib/core/errors";
import type { JsonObject } from "@/lib/core/json";
import type { Page } from "@/lib/core/page";
import type { Connection, ConnectionType, CreateConnection, ListConnections, UpdateConnection } from "./contract";
import { type ConnectionDefinition, fieldsOf, optionsOf } from "./define";
import { connectionDefinitions } from "./definitions";
import { definitionFor, emptied, type KeptFields, keptFields, parseFields } from "./fields";
import { toConnection, toConnections } from "./present";
import * as connections from "./repository";

export async function listConnections(ctx: Context, query: ListConnections): Promise<Page<Connection>> {
  const scopes = query.project_id
    ? [await authorize(ctx, "connections:read", query.project_id)]
    : await authorizeAll(ctx, "connections:read");
  const { items, pagination } = await connections.list(scopes, query);
  return { items: await toConnections(items), pagination };
}

export async function getConnection(ctx: Context, id: string): Promise<Connection> {
  const scope = await authorize(ctx, "connections:read", await connections.projectOf(id), "Connection");
  return toConnection(await connections.get(scope, id));
}

/**
 * Keeps the fields, secrets sealed. What is still missing is told as warnings, not refused.
 *
 * @throws AppError `bad_request` for an unknown type or field and for an address that may not be called, `conflict`
 * where the project has one of that name.
 */
export async function createConnection(ctx: Context, input: CreateConnection): Promise<Connection> {
  const scope = await authorize(ctx, "connections:write", input.project_id);
  const definition = definitionFor(input.type);
  const fields = keptFields(definition, parseFields(definition, input.config as JsonObject), null);
  const given = { ...fields, name: input.name, type: input.type, authorId: userIdOf(ctx) };
  return toConnection(await transaction(scope, (inside) => connections.insert(inside, given)));
}

/** Secrets are kept as the contract says: cleared where requests now go elsewhere. */
export async function updateConnection(ctx: Context, id: string, { config }: UpdateConnection): Promise<Connection> {
  const scope = await authorize(ctx, "connections:write", await connections.projectOf(id), "Connection");
  const row = await transaction(scope, async (inside) => {
    const before = await connections.openForUpdate(inside, id);
    const definition = definitionFor(before.type);
    const sent = parseFields(definition, config as JsonObject);
    const after = keptFields(definition, sent, without(before, emptied(definition, config as JsonObject)));
    return connections.replaceFields(inside, id, { ...after, authorId: userIdOf(ctx) });
  });
  return toConnection(row);
}

const without = ({ shown, secrets }: KeptFields, names: readonly string[]): KeptFields => ({
  shown,
  secrets: Object.fromEntries(Object.entries(secrets).filter(([name]) => !names.includes(name))),
});

/** @throws AppError `conflict`, with the list, where a workflow names it. */
export async function deleteConnection(ctx: Context, id: string): Promise<void> {
  const scope = await authorize(ctx, "connections:write", await connections.projectOf(id), "Connection");
  await transaction(scope, async (inside) => {
    const { name } = await connections.get(inside, id);
    const uses = await connections.uses(inside, id);
    if (uses.length > 0) throw inUse(name, uses);
    await connections.remove(inside, id);
  });
}

const USES_NAMED = 5;

function inUse(name: string, uses: readonly connections.ConnectionUse[]): AppError {
  const places = uses.map((use) => `“${use.name}” (${use.version === 0 ? "draft" : `version ${use.version}`})`);
  const more = places.length - USES_NAMED;
  const list = [...places.slice(0, USES_NAMED), ...(more > 0 ? [`${more} more`] : [])].join(", ");
  const details: Record<string, string> = {};
  for (const [index, { workflowId }] of uses.entries()) {
    const at = `workflows.${workflowId}`;
    details[at] = [details[at], places[index]].filter(Boolean).join(", ");
  }
  return new AppError("conflict", `“${name}” is used by ${list}. Choose another connection there first.`, { details });
}

/** Every type with its form. The same for everybody who is signed in. */
export const listConnectionTypes = async (): Promise<ConnectionType[]> => connectionDefinitions.map(toType);

const toType = (definition: ConnectionDefinition): ConnectionType => ({
  type: definition.type,
  title: definition.title,
  group: definition.group,
  help: definition.help,
  icon: definition.icon,
  can_test: definition.canTest,
  fields: fieldsOf(definition).map(([name, meta]) => {
    const field = definition.fields.shape[name];
    const options = field && optionsOf(field as Parameters<typeof optionsOf>[0]);
    return {
      name,
      title: meta.title,
      ...(meta.description !== undefined && { description: meta.description }),
      ...(meta.placeholder !== undefined && { placeholder: meta.placeholder }),
      widget: meta.widget ?? "text",
      ...(options && { options: [...options] }),
      ...(meta.fallback !== undefined && { default: meta.fallback as never }),
      ...(meta.env !== undefined && { env: meta.env }),
      is_required: meta.isRequired ?? false,
      is_destination: meta.isDestination ?? false,
      is_secret: meta.isSecret ?? false,
    };
  }),
});
