import { z } from "zod";
import { ack, bare, contract, many, one, stream } from "@/lib/core/contract";
import { Author, Id, Name, Time } from "@/lib/core/fields";
import { PageQuery, sortBy } from "@/lib/core/page";
import { flagField, jsonField, Uploads } from "@/lib/core/upload";

/**
 * A flow as it is stored: any JSON object with an id and nodes. What is wrong with it is for
 * `problemsOf` to say, node by node, so a draft may be kept with its faults.
 */
export const FlowDocument = z.looseObject({
  id: z.string(),
  nodes: z.array(z.looseObject({ id: z.string(), type: z.string() })).max(5000),
});
export type FlowDocument = z.infer<typeof FlowDocument>;

const Position = z.object({ x: z.number(), y: z.number() });

/** The layout, as React Flow has it. Kept as it was sent; made where a client sends none. */
export const FlowUi = z.looseObject({
  nodes: z
    .array(z.looseObject({ id: z.string(), position: Position }))
    .max(5000)
    .default([]),
  edges: z
    .array(z.looseObject({ id: z.string(), source: z.string(), target: z.string() }))
    .max(20_000)
    .default([]),
  custom_node_data: z.record(z.string(), z.json()).default({}),
});
export type FlowUi = z.infer<typeof FlowUi>;

/** What the canvas edits. */
export type WorkflowDocument = { readonly flow: FlowDocument; readonly flow_ui: FlowUi };

export const WorkflowSummary = z.object({
  id: Id,
  name: z.string(),
  description: z.string(),
  status: z.enum(["draft", "released", "archived"]),
  project_id: Id,
  /** Null for a draft that was never saved as a version. */
  latest_version: z.number().int().nullable(),
  latest_version_id: Id.nullable(),
  created_at: Time,
  created_by: Author,
  updated_at: Time,
  updated_by: Author,
});
export type WorkflowSummary = z.infer<typeof WorkflowSummary>;

/** A workflow at its latest version, or its draft. */
export const Workflow = WorkflowSummary.extend({ flow: FlowDocument, flow_ui: FlowUi });
export type Workflow = z.infer<typeof Workflow>;

export const WorkflowVersionSummary = z.object({
  id: Id,
  workflow_id: Id,
  version: z.number().int(),
  description: z.string(),
  created_at: Time,
  created_by: Author,
  archived_at: Time.nullable(),
});
export type WorkflowVersionSummary = z.infer<typeof WorkflowVersionSummary>;

export const WorkflowVersion = WorkflowVersionSummary.extend({ flow: FlowDocument, flow_ui: FlowUi });
export type WorkflowVersion = z.infer<typeof WorkflowVersion>;

export const FlowProblem = z.object({
  node_id: z.string().nullable(),
  node_name: z.string().nullable(),
  path: z.string(),
  message: z.string(),
});
export type FlowProblem = z.infer<typeof FlowProblem>;

const tag = "Workflows";
const accepts = ["session", "pat"] as const;
const VersionText = z.string().trim().max(2000).default("");

/** With `lenient`, unknown keys of nodes are kept; otherwise they are refused by name. */
const Lenient = z.object({ lenient: flagField(false) });

export const listWorkflows = contract({
  method: "GET",
  path: "/v1/workflows",
  summary: "List a project's workflows",
  tag,
  accepts,
  query: PageQuery.extend({
    project_id: Id,
    search: z.string().max(200).optional(),
    status: z.enum(["draft", "released", "archived"]).optional(),
    sort: sortBy(["name", "created_at", "updated_at"], "-updated_at"),
  }),
  reply: many(WorkflowSummary),
});

export const getWorkflow = contract({
  method: "GET",
  path: "/v1/workflows/{workflow_id}",
  summary: "Get a workflow at its latest version, or its draft",
  tag,
  accepts,
  reply: one(Workflow),
});

export const CreateWorkflow = z.object({
  name: Name("workflow"),
  project_id: Id,
  description: z.string().trim().max(2000).default(""),
  /** Left out: Input and Output alone. */
  flow: FlowDocument.optional(),
  flow_ui: FlowUi.optional(),
});
export type CreateWorkflow = z.infer<typeof CreateWorkflow>;

export const createWorkflow = contract({
  method: "POST",
  path: "/v1/workflows",
  summary: "Create a workflow as a draft",
  tag,
  accepts,
  query: Lenient,
  body: CreateWorkflow,
  reply: one(Workflow),
});

/** The graph is saved with `save`, which makes a version; a graph sent here is refused, not dropped. */
export const UpdateWorkflow = z
  .looseObject({ name: Name("workflow").optional(), description: z.string().trim().max(2000).optional() })
  .refine((body) => !("flow" in body) && !("flow_ui" in body), {
    message: "A graph is saved with POST /v1/workflows/{id}/save, which makes a version.",
    path: ["flow"],
  });
export type UpdateWorkflow = z.infer<typeof UpdateWorkflow>;

export const updateWorkflow = contract({
  method: "PUT",
  path: "/v1/workflows/{workflow_id}",
  summary: "Rename or describe a workflow",
  tag,
  accepts,
  body: UpdateWorkflow,
  reply: one(Workflow),
});

/** `base_version`: the version the edit began from. Where a newer one exists the save is refused with who made it. */
export const SaveWorkflow = z.object({
  flow: FlowDocument,
  flow_ui: FlowUi.optional(),
  description: VersionText,
  name: Name("workflow").optional(),
  base_version: z.number().int().min(0).optional(),
});
export type SaveWorkflow = z.infer<typeof SaveWorkflow>;

export const saveWorkflow = contract({
  method: "POST",
  path: "/v1/workflows/{workflow_id}/save",
  summary: "Save the graph as the next version",
  tag,
  accepts,
  query: Lenient,
  body: SaveWorkflow,
  reply: one(Workflow),
});

/**
 * Keeps an unfinished graph of a draft without making a version. `base_updated_at`: the draft's `updated_at` when the
 * edit began. Where it has changed since, the save is refused with who changed it.
 */
export const SaveDraft = SaveWorkflow.pick({ flow: true, flow_ui: true, name: true }).extend({
  base_updated_at: Time.optional(),
});
export type SaveDraft = z.infer<typeof SaveDraft>;

export const saveDraft = contract({
  method: "PUT",
  path: "/v1/workflows/{workflow_id}/draft",
  summary: "Keep the graph of a draft, with its faults, without making a version",
  tag,
  accepts,
  body: SaveDraft,
  reply: one(Workflow),
});

export const releaseWorkflow = contract({
  method: "POST",
  path: "/v1/workflows/{workflow_id}/release",
  summary: "Save a draft's graph as its first version",
  tag,
  accepts,
  query: Lenient,
  body: SaveWorkflow,
  reply: one(Workflow),
});

export const listWorkflowVersions = contract({
  method: "GET",
  path: "/v1/workflows/{workflow_id}/versions",
  summary: "List a workflow's versions, newest first",
  tag,
  accepts,
  query: PageQuery,
  reply: many(WorkflowVersionSummary),
});

export const getWorkflowVersion = contract({
  method: "GET",
  path: "/v1/workflows/{workflow_id}/versions/{version_id}",
  summary: "Get a version with its graph",
  tag,
  accepts,
  reply: one(WorkflowVersion),
});

export const restoreWorkflowVersion = contract({
  method: "POST",
  path: "/v1/workflows/{workflow_id}/versions/{version_id}/restore",
  summary: "Save an earlier version's graph as the next version",
  tag,
  accepts,
  reply: one(Workflow),
});

export const archiveWorkflowVersion = contract({
  method: "POST",
  path: "/v1/workflows/{workflow_id}/versions/{version_id}/archive",
  summary: "Archive a version that no app serves and that is not the latest",
  tag,
  accepts,
  reply: one(WorkflowVersionSummary),
});

/** “Save as new”: from the graph sent, or else from the latest. */
export const DuplicateWorkflow = z.object({
  name: Name("workflow"),
  flow: FlowDocument.optional(),
  flow_ui: FlowUi.optional(),
});
export type DuplicateWorkflow = z.infer<typeof DuplicateWorkflow>;

export const duplicateWorkflow = contract({
  method: "POST",
  path: "/v1/workflows/{workflow_id}/duplicate",
  summary: "Save as a new workflow",
  tag,
  accepts,
  body: DuplicateWorkflow,
  reply: one(Workflow),
});

export const archiveWorkflow = contract({
  method: "POST",
  path: "/v1/workflows/{workflow_id}/archive",
  summary: "Archive a workflow; its apps keep running",
  tag,
  accepts,
  reply: one(WorkflowSummary),
});

export const unarchiveWorkflow = contract({
  method: "POST",
  path: "/v1/workflows/{workflow_id}/unarchive",
  summary: "Bring an archived workflow back",
  tag,
  accepts,
  reply: one(WorkflowSummary),
});

export const deleteWorkflow = contract({
  method: "DELETE",
  path: "/v1/workflows/{workflow_id}",
  summary: "Delete a workflow that no app serves",
  tag,
  accepts,
  reply: ack("deleted"),
});

export const exportWorkflow = contract({
  method: "GET",
  path: "/v1/workflows/{workflow_id}/export",
  summary: "Download a workflow: `json` as this API has it, `yaml` as the SDK loads it",
  tag,
  accepts,
  query: z.object({ format: z.enum(["json", "yaml"]).default("json"), version_id: z.string().optional() }),
  reply: stream("application/octet-stream", "The file."),
});

/** `content` is the text of an exported file, or of a workflow YAML of the SDK. */
export const ImportWorkflow = z.object({
  project_id: Id,
  name: Name("workflow").optional(),
  content: z.string().max(16 * 1024 * 1024),
  format: z.enum(["json", "yaml"]).optional(),
});
export type ImportWorkflow = z.infer<typeof ImportWorkflow>;

/** `workflow` is a new draft; `problems` what to mend before it can run, connections to choose among them. */
export const ImportResult = z.object({ workflow: Workflow, problems: z.array(FlowProblem) });
export type ImportResult = z.infer<typeof ImportResult>;

export const importWorkflow = contract({
  method: "POST",
  path: "/v1/workflows/import",
  summary: "Create a draft from a file; nothing in it is run and nobody is contacted",
  tag,
  accepts,
  body: ImportWorkflow,
  reply: one(ImportResult),
});

export const ValidateWorkflow = z.object({ flow: z.json(), project_id: Id.optional() });
export type ValidateWorkflow = z.infer<typeof ValidateWorkflow>;

export const Validation = z.object({
  valid: z.boolean(),
  errors: z.array(FlowProblem),
  warnings: z.array(FlowProblem),
});
export type Validation = z.infer<typeof Validation>;

export const validateWorkflow = contract({
  method: "POST",
  path: "/v1/workflows/validate",
  summary: "Say what is wrong with a graph, node by node; nothing is run",
  tag,
  accepts,
  body: ValidateWorkflow,
  reply: bare(Validation),
});

export const TestWorkflow = z.object({
  flow: jsonField(FlowDocument),
  input: jsonField(z.record(z.string(), z.json())).default({}),
  project_id: Id,
  workflow_id: Id.optional(),
  stream: flagField(false),
  /** Keeps nothing: the run leaves neither record nor trace. The tools it calls do act. */
  dry_run: flagField(false),
  last_node_output: flagField(false),
  user_id: z.string().max(200).optional(),
  session_id: z.string().max(200).optional(),
  files: Uploads,
});
export type TestWorkflow = z.infer<typeof TestWorkflow>;

export const testWorkflow = contract({
  method: "POST",
  path: "/v1/workflows/test",
  summary: "Run a graph that need not be saved; as server-sent events with `stream`",
  tag,
  accepts,
  body: TestWorkflow,
  consumes: "either",
  reply: stream("application/json", "`{output, status, run_id, trace_id}`, or the events of lib/runs/contract.ts."),
});

export const NodeType = z.object({
  type: z.string(),
  group: z.string(),
  title: z.string(),
  description: z.string(),
  icon: z.string(),
  config_schema: z.record(z.string(), z.json()),
  input_schema: z.record(z.string(), z.json()),
  output_schema: z.record(z.string(), z.json()),
  connection_types: z.array(z.string()),
});
export type NodeType = z.infer<typeof NodeType>;

export const listNodeTypes = contract({
  method: "GET",
  path: "/v1/agent-builder/nodes",
  summary: "The node types that can run here",
  tag,
  accepts,
  query: z.object({ group: z.string().optional() }),
  reply: one(z.array(NodeType)),
});
