import "server-only";
import type { Context } from "@/lib/auth/context";
import { authorize, type Scope, transaction } from "@/lib/auth/scope";
import { metaOf } from "@/lib/connections/define";
import { connectionDefinitionOf } from "@/lib/connections/definitions";
import type { Input } from "@/lib/core/contract";
import { isObject } from "@/lib/core/json";
import { check } from "../check";
import { connectionsUsed, withConnections } from "../connections-used";
import type { exportWorkflow as exportContract, FlowDocument, ImportResult, ImportWorkflow } from "../contract";
import { layOut } from "../flow-ui";
import * as workflows from "../repository";
import type { NamedConnection, WorkflowFile } from "../transfer/file";
import { fromJson, toJson } from "../transfer/json";
import { fromYaml, toYaml } from "../transfer/yaml";
import { toProblem } from "./problem";

/** A workflow's file, ready to be downloaded. It names connections and holds none of their secrets. */
export async function exportWorkflow(
  ctx: Context,
  id: string,
  { format, version_id }: Input<typeof exportContract>["query"],
): Promise<{ name: string; mediaType: string; text: string }> {
  const scope = await authorize(ctx, "workflows:read", await workflows.projectOf(id), "Workflow");
  const workflow = await workflows.get(scope, id);
  const { flow, flow_ui } = version_id ? await workflows.getVersion(scope, id, version_id) : workflow;
  const file: WorkflowFile = {
    name: workflow.name,
    description: workflow.description,
    flow,
    flow_ui,
    connections: await connectionsOf(scope, flow),
  };
  const name = `${workflow.name.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "") || "workflow"}.${format}`;
  return format === "yaml"
    ? { name, mediaType: "application/yaml", text: toYaml(file) }
    : { name, mediaType: "application/json", text: toJson(file) };
}

/**
 * Creates a draft from a file. Nothing in the file is run and nobody is contacted: connections are matched
 * to those of the project, by id or else by type and name, and never made.
 *
 * @throws AppError `bad_request` where the file cannot be read, `conflict` where the name is taken.
 */
export async function importWorkflow(ctx: Context, input: ImportWorkflow): Promise<ImportResult> {
  const scope = await authorize(ctx, "workflows:write", input.project_id);
  const isJson = input.format === "json" || (input.format === undefined && input.content.trimStart().startsWith("{"));
  const file = isJson ? fromJson(input.content) : fromYaml(input.content);
  const flow = await matched(scope, { ...file.flow, id: crypto.randomUUID() }, file.connections);
  const document = { flow, flow_ui: layOut(flow, file.flow_ui) };
  const workflow = await transaction(scope, async (scope) => {
    const name = input.name ?? (file.name?.slice(0, 120).trim() || "Imported workflow");
    return workflows.get(
      scope,
      await workflows.insert(scope, { name, description: file.description.slice(0, 2000), document }),
    );
  });
  return { workflow, problems: (await check(scope, flow, { lenient: true })).map(toProblem) };
}

async function connectionsOf(scope: Scope, flow: FlowDocument): Promise<NamedConnection[]> {
  const used = new Set(connectionsUsed(flow).map(({ connectionId }) => connectionId));
  const all = await workflows.connectionsOf(scope);
  return all
    .filter(({ id }) => used.has(id))
    .map(({ config, ...connection }) => ({ ...connection, fields: shownFields(connection.type, config) }));
}

/** Fields that are neither secret nor likely to hold a secret. */
function shownFields(type: string, config: unknown): Record<string, unknown> {
  const shape = connectionDefinitionOf(type)?.fields.shape ?? {};
  if (!isObject(config)) return {};
  return Object.fromEntries(
    Object.entries(config).filter(([name]) => {
      const field = shape[name];
      return field !== undefined && !["secret", "key-values", "json"].includes(metaOf(field).widget ?? "text");
    }),
  );
}

async function matched(scope: Scope, flow: FlowDocument, named: readonly NamedConnection[]): Promise<FlowDocument> {
  const here = await workflows.connectionsOf(scope);
  const byId = new Set(here.map(({ id }) => id));
  return withConnections(flow, (id) => {
    if (byId.has(id)) return id;
    const wanted = named.find((one) => one.id === id);
    const sameType = here.filter(({ type }) => type === wanted?.type);
    const match =
      sameType.find(({ name }) => name === wanted?.name) ?? (sameType.length === 1 ? sameType[0] : undefined);
    return match?.id ?? id;
  });
}
