import "server-only";
import { isObject, type JsonObject } from "@/lib/core/json";
import type { Tx } from "@/lib/db/client";
import { authorsOf } from "@/lib/people/authors";
import { sampleModelUrl } from "@/lib/process/sample-model";
import type { Connection } from "./contract";
import { fieldsOf } from "./define";
import { connectionDefinitionOf } from "./definitions";
import { resolveFields, shownConfig } from "./fields";
import type { ConnectionRow } from "./repository";

/** The type whose connections may point at the sample model. */
export const SAMPLE_TYPE = "dynamiq.connections.OpenAI";

/** Rows as everybody who may see them sees them: no secret is in them, for none was read. */
export async function toConnections(rows: readonly ConnectionRow[], using?: Tx): Promise<readonly Connection[]> {
  const authors = await authorsOf(
    rows.flatMap(({ createdById, updatedById }) => [createdById, updatedById]),
    using,
  );
  return rows.map((row) => {
    const { status, config, warnings } = shownState(row);
    return {
      id: row.id,
      name: row.name,
      type: row.type,
      status,
      project_id: row.projectId,
      scope: "project",
      config,
      warnings,
      is_sample: isSample(row),
      created_by: authors.get(row.createdById ?? "") ?? null,
      created_at: row.createdAt.toISOString(),
      updated_at: row.updatedAt.toISOString(),
      updated_by: authors.get(row.updatedById ?? "") ?? null,
    };
  });
}

export async function toConnection(row: ConnectionRow, using?: Tx): Promise<Connection> {
  const [connection] = await toConnections([row], using);
  if (!connection) throw new Error("A row without a connection.");
  return connection;
}

type ShownState = { status: Connection["status"]; config: Connection["config"]; warnings: Connection["warnings"] };

function shownState({ type, config, secretsSet }: ConnectionRow): ShownState {
  const definition = connectionDefinitionOf(type);
  if (!definition) {
    return { status: "incomplete", config: {}, warnings: { type: `This version does not know the type ${type}.` } };
  }
  const shown: JsonObject = isObject(config) ? (config as JsonObject) : {};
  // Whether a secret is there is known without opening it.
  const secrets = Object.fromEntries(
    fieldsOf(definition)
      .filter(([name, { isSecret }]) => isSecret && secretsSet.includes(name))
      .map(([name]) => [name, true]),
  );
  const { missing } = resolveFields(definition, { shown, secrets });
  return {
    status: Object.keys(missing).length === 0 ? "active" : "incomplete",
    config: shownConfig(definition, shown, secretsSet) as Connection["config"],
    warnings: missing,
  };
}

const isSample = ({ type, config }: ConnectionRow): boolean => {
  const url = sampleModelUrl();
  return url !== null && type === SAMPLE_TYPE && isObject(config) && config.url === url;
};
