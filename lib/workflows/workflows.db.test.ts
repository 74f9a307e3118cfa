import { describe, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { aTenant, type Tenant } from "@/lib/testing/tenant";
import type { FlowDocument } from "./contract";
import {
  archiveWorkflow,
  archiveWorkflowVersion,
  createWorkflow,
  deleteWorkflow,
  duplicateWorkflow,
  exportWorkflow,
  getWorkflow,
  getWorkflowVersion,
  importWorkflow,
  listWorkflows,
  listWorkflowVersions,
  releaseWorkflow,
  restoreWorkflowVersion,
  saveDraft,
  saveWorkflow,
  unarchiveWorkflow,
  updateWorkflow,
  validateWorkflow,
} from "./service";

const STRICT = { lenient: false };
const LIST = { page: 1, page_size: 25, sort: [["updated_at", "desc"]] } as const;

/** Input → Pass → Output. */
const flowOf = (pass: Record<string, unknown> = {}): FlowDocument => ({
  id: "flow",
  nodes: [
    { id: "input", name: "input", type: "dynamiq.nodes.utils.Input" },
    { id: "pass", name: "pass", type: "dynamiq.nodes.operators.Pass", depends: [{ node: "input" }], ...pass },
    {
      id: "output",
      name: "output",
      type: "dynamiq.nodes.utils.Output",
      depends: [{ node: "pass" }],
      input_transformer: { selector: { output: "$.pass.output" } },
    },
  ],
});

async function aWorkflow(tenant: Tenant, name = `workflow ${crypto.randomUUID()}`) {
  return createWorkflow(await tenant.as("editor"), { name, project_id: tenant.projectId, description: "" }, STRICT);
}

const save = (flow: FlowDocument, description = "") => ({ flow, description });

async function aConnection(tenant: Tenant, type = "dynamiq.connections.OpenAI", name = "model") {
  const data = {
    projectId: tenant.projectId,
    name,
    type,
    config: { url: "https://api.openai.com/v1" },
    secretsSet: [],
  };
  return db().connection.create({ data, select: { id: true } });
}

describe("creating", () => {
  test("a workflow begins as a draft of Input and Output, laid out", async () => {
    const tenant = await aTenant();
    const made = await aWorkflow(tenant);
    expect(made).toMatchObject({ status: "draft", latest_version: null });
    expect(made.flow.nodes.map(({ id }) => id)).toEqual(["start", "end"]);
    expect(made.flow_ui.nodes).toHaveLength(2);
    expect(made.created_by?.id).toBe(await tenant.userId("editor"));
  });

  test("two workflows of a project cannot have one name; two projects can", async () => {
    const [a, b] = [await aTenant(), await aTenant()];
    await aWorkflow(a, "answer");
    await expect(aWorkflow(a, "answer")).rejects.toMatchObject({ code: "conflict" });
    await aWorkflow(b, "answer");
  });

  test("a graph with faults is refused with node and field, unless the draft may keep them", async () => {
    const tenant = await aTenant();
    const ctx = await tenant.as("editor");
    const input = { name: "x", project_id: tenant.projectId, description: "", flow: flowOf({ colour: "red" }) };
    await expect(createWorkflow(ctx, input, STRICT)).rejects.toMatchObject({
      code: "bad_request",
      details: { "nodes.pass.colour": expect.any(String) },
    });
    const kept = await createWorkflow(ctx, input, { lenient: true });
    expect(kept.flow.nodes[1]).toHaveProperty("colour", "red");
  });

  test("a draft may begin with an Input alone, as the Dynamiq CLI sends it, and makes no version until it is whole", async () => {
    const tenant = await aTenant();
    const ctx = await tenant.as("editor");
    const flow = {
      id: crypto.randomUUID(),
      nodes: [{ id: "input", name: "input", type: "dynamiq.nodes.utils.Input" }],
    };
    const made = await createWorkflow(
      ctx,
      { name: "cli", project_id: tenant.projectId, description: "", flow },
      STRICT,
    );
    expect(made).toMatchObject({ status: "draft", flow });
    await expect(saveWorkflow(ctx, made.id, save(flow), STRICT)).rejects.toMatchObject({ code: "bad_request" });
  });

  test("a viewer may not; a stranger is told there is no such project", async () => {
    const [tenant, other] = [await aTenant(), await aTenant()];
    const input = { name: "x", project_id: tenant.projectId, description: "" };
    await expect(createWorkflow(await tenant.as("viewer"), input, STRICT)).rejects.toMatchObject({ code: "forbidden" });
    await expect(createWorkflow(await other.as("owner"), input, STRICT)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("saving", () => {
  test("each save makes the next version, and the latest is what the workflow shows", async () => {
    const tenant = await aTenant();
    const ctx = await tenant.as("editor");
    const { id } = await aWorkflow(tenant);
    const first = await saveWorkflow(ctx, id, save(flowOf(), "first"), STRICT);
    expect(first).toMatchObject({ status: "released", latest_version: 1 });
    const second = await saveWorkflow(ctx, id, save(flowOf({ description: "changed" }), "second"), STRICT);
    expect(second.latest_version).toBe(2);
    expect(second.flow.nodes[1]).toHaveProperty("description", "changed");
    const { items } = await listWorkflowVersions(ctx, id, { page: 1, page_size: 25 });
    expect(items.map(({ version, description }) => [version, description])).toEqual([
      [2, "second"],
      [1, "first"],
    ]);
    expect((await getWorkflowVersion(ctx, id, items[1]?.id ?? "")).flow).toEqual(flowOf());
  });

  test("saves at the same moment make different versions, and none is lost", async () => {
    const tenant = await aTenant();
    const ctx = await tenant.as("editor");
    const { id } = await aWorkflow(tenant);
    const saved = await Promise.all(
      Array.from({ length: 6 }, (_, n) => saveWorkflow(ctx, id, save(flowOf(), `n${n}`), STRICT)),
    );
    expect(saved.map(({ latest_version }) => latest_version).sort()).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test("an edit that began before somebody's save is told who saved, and changes nothing", async () => {
    const tenant = await aTenant();
    const { id } = await aWorkflow(tenant);
    await saveWorkflow(await tenant.as("owner"), id, { ...save(flowOf()), base_version: 0 }, STRICT);
    const late = saveWorkflow(await tenant.as("editor"), id, { ...save(flowOf()), base_version: 0 }, STRICT);
    await expect(late).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("Test Person saved v1"),
    });
    expect((await getWorkflow(await tenant.as("owner"), id)).latest_version).toBe(1);
  });

  test("a graph with faults makes no version", async () => {
    const tenant = await aTenant();
    const ctx = await tenant.as("editor");
    const { id } = await aWorkflow(tenant);
    const cycle = flowOf({ depends: [{ node: "output" }] });
    await expect(saveWorkflow(ctx, id, save(cycle), STRICT)).rejects.toMatchObject({ code: "bad_request" });
    expect(await getWorkflow(ctx, id)).toMatchObject({ status: "draft", latest_version: null });
  });

  test("a draft keeps a graph with faults without making a version; a released workflow does not", async () => {
    const tenant = await aTenant();
    const ctx = await tenant.as("editor");
    const { id } = await aWorkflow(tenant);
    const faulty = flowOf({ depends: [{ node: "nowhere" }] });
    expect((await saveDraft(ctx, id, { flow: faulty })).flow).toEqual(faulty);
    await releaseWorkflow(ctx, id, save(flowOf()), STRICT);
    await expect(saveDraft(ctx, id, { flow: faulty })).rejects.toMatchObject({ code: "conflict" });
    await expect(releaseWorkflow(ctx, id, save(flowOf()), STRICT)).rejects.toMatchObject({ code: "conflict" });
  });

  test("a draft somebody else changed meanwhile is not overwritten silently", async () => {
    const tenant = await aTenant();
    const { id, updated_at } = await aWorkflow(tenant);
    const first = await saveDraft(await tenant.as("owner"), id, { flow: flowOf(), base_updated_at: updated_at });
    const late = saveDraft(await tenant.as("editor"), id, { flow: flowOf(), base_updated_at: updated_at });
    await expect(late).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("Test Person") });
    await saveDraft(await tenant.as("editor"), id, { flow: flowOf(), base_updated_at: first.updated_at });
  });

  test("a node may name a connection of its own project only, of a type it takes", async () => {
    const [tenant, other] = [await aTenant(), await aTenant()];
    const ctx = await tenant.as("editor");
    const { id } = await aWorkflow(tenant);
    const http = (connection: string) => ({
      type: "dynamiq.nodes.tools.HttpApiCall",
      url: "https://example.com",
      method: "GET",
      connection,
    });
    const theirs = await aConnection(other, "dynamiq.connections.Http");
    const wrong = await aConnection(tenant, "dynamiq.connections.OpenAI", "wrong");
    const mine = await aConnection(tenant, "dynamiq.connections.Http", "right");
    for (const connection of [theirs.id, "not-an-id", wrong.id]) {
      await expect(saveWorkflow(ctx, id, save(flowOf(http(connection))), STRICT)).rejects.toMatchObject({
        details: { "nodes.pass.connection": expect.any(String) },
      });
    }
    await saveWorkflow(ctx, id, save(flowOf(http(mine.id))), STRICT);
    const used = await db().workflowConnection.findMany({
      where: { connectionId: mine.id },
      orderBy: { version: "asc" },
    });
    expect(used.map(({ version }) => version)).toEqual([0, 1]);
  });
});

describe("versions", () => {
  test("an earlier one is restored as the next, and stays itself", async () => {
    const tenant = await aTenant();
    const ctx = await tenant.as("editor");
    const { id } = await aWorkflow(tenant);
    const first = await saveWorkflow(ctx, id, save(flowOf()), STRICT);
    await saveWorkflow(ctx, id, save(flowOf({ description: "changed" })), STRICT);
    const restored = await restoreWorkflowVersion(ctx, id, first.latest_version_id ?? "");
    expect(restored.latest_version).toBe(3);
    expect(restored.flow).toEqual(flowOf());
  });

  test("the latest cannot be archived; an earlier one can", async () => {
    const tenant = await aTenant();
    const ctx = await tenant.as("editor");
    const { id } = await aWorkflow(tenant);
    const first = (await saveWorkflow(ctx, id, save(flowOf()), STRICT)).latest_version_id ?? "";
    const second = (await saveWorkflow(ctx, id, save(flowOf()), STRICT)).latest_version_id ?? "";
    await expect(archiveWorkflowVersion(ctx, id, second)).rejects.toMatchObject({ code: "conflict" });
    expect((await archiveWorkflowVersion(ctx, id, first)).archived_at).not.toBeNull();
  });

  test("a version of another workflow does not exist under this one", async () => {
    const tenant = await aTenant();
    const ctx = await tenant.as("editor");
    const [a, b] = [await aWorkflow(tenant), await aWorkflow(tenant)];
    const version = (await saveWorkflow(ctx, a.id, save(flowOf()), STRICT)).latest_version_id ?? "";
    await expect(getWorkflowVersion(ctx, b.id, version)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("the rest of its life", () => {
  test("renaming leaves the graph, and a name that is taken is refused", async () => {
    const tenant = await aTenant();
    const ctx = await tenant.as("editor");
    const [a, b] = [await aWorkflow(tenant, "a"), await aWorkflow(tenant, "b")];
    expect((await updateWorkflow(ctx, a.id, { name: "c" })).flow).toEqual(a.flow);
    await expect(updateWorkflow(ctx, b.id, { name: "c" })).rejects.toMatchObject({ code: "conflict" });
  });

  test("an archived workflow leaves the list and comes back", async () => {
    const tenant = await aTenant();
    const ctx = await tenant.as("editor");
    const { id } = await aWorkflow(tenant);
    await archiveWorkflow(ctx, id);
    expect((await listWorkflows(ctx, { ...LIST, project_id: tenant.projectId })).items).toHaveLength(0);
    await expect(saveWorkflow(ctx, id, save(flowOf()), STRICT)).rejects.toMatchObject({ code: "bad_request" });
    expect((await unarchiveWorkflow(ctx, id)).status).toBe("draft");
    expect((await listWorkflows(ctx, { ...LIST, project_id: tenant.projectId })).items).toHaveLength(1);
  });

  test("“Save as new” is a draft of its own with the same graph", async () => {
    const tenant = await aTenant();
    const ctx = await tenant.as("editor");
    const { id } = await aWorkflow(tenant);
    const { flow } = await saveWorkflow(ctx, id, save(flowOf()), STRICT);
    const copy = await duplicateWorkflow(ctx, id, { name: "copy" });
    expect(copy).toMatchObject({ status: "draft", latest_version: null });
    expect(copy.flow.nodes).toEqual(flow.nodes);
    expect(copy.flow.id).not.toBe(flow.id);
  });

  test("one that an app serves cannot be deleted, and is told which", async () => {
    const tenant = await aTenant();
    const ctx = await tenant.as("editor");
    const { id } = await aWorkflow(tenant);
    const app = await db().app.create({
      data: { projectId: tenant.projectId, name: "shop", workflowId: id, deploymentConfig: {} },
    });
    await expect(deleteWorkflow(ctx, id)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("“shop”"),
    });
    await db().app.delete({ where: { id: app.id } });
    await deleteWorkflow(ctx, id);
    await expect(getWorkflow(ctx, id)).rejects.toMatchObject({ code: "not_found" });
  });

  test("a workflow of another organization does not exist for me, whatever I try", async () => {
    const [mine, theirs] = [await aTenant(), await aTenant()];
    const { id } = await aWorkflow(theirs);
    const ctx = await mine.as("owner");
    const tries = [
      getWorkflow(ctx, id),
      saveWorkflow(ctx, id, save(flowOf()), STRICT),
      saveDraft(ctx, id, { flow: flowOf() }),
      updateWorkflow(ctx, id, { name: "x" }),
      duplicateWorkflow(ctx, id, { name: "x" }),
      archiveWorkflow(ctx, id),
      deleteWorkflow(ctx, id),
      listWorkflowVersions(ctx, id, { page: 1, page_size: 25 }),
      exportWorkflow(ctx, id, { format: "yaml" }),
    ];
    for (const attempt of tries)
      await expect(attempt).rejects.toMatchObject({ code: "not_found", message: "Workflow not found." });
  });
});

describe("files", () => {
  test("an export names connections and holds none of their secrets; its import finds them again", async () => {
    const tenant = await aTenant();
    const ctx = await tenant.as("editor");
    const { id: connection } = await aConnection(tenant, "dynamiq.connections.Http", "service");
    const { id } = await aWorkflow(tenant, "answer");
    const flow = flowOf({
      type: "dynamiq.nodes.tools.HttpApiCall",
      url: "https://example.com",
      method: "GET",
      connection,
    });
    await saveWorkflow(ctx, id, save(flow), STRICT);
    for (const format of ["json", "yaml"] as const) {
      const file = await exportWorkflow(ctx, id, { format });
      expect(file.name).toBe(`answer.${format}`);
      const { workflow, problems } = await importWorkflow(ctx, {
        project_id: tenant.projectId,
        name: `${format} copy`,
        content: file.text,
      });
      expect(problems.filter(({ path }) => path === "connection")).toEqual([]);
      expect(workflow.status).toBe("draft");
      expect(workflow.flow.nodes.map(({ id, type }) => [id, type])).toEqual(
        flow.nodes.map(({ id, type }) => [id, type]),
      );
      expect(workflow.flow.nodes[1]).toHaveProperty("connection", connection);
    }
  });

  test("an import into another project is a draft that says which connection is missing", async () => {
    const [from, to] = [await aTenant(), await aTenant()];
    const { id: connection } = await aConnection(from, "dynamiq.connections.Http", "service");
    const { id } = await aWorkflow(from);
    const flow = flowOf({
      type: "dynamiq.nodes.tools.HttpApiCall",
      url: "https://example.com",
      method: "GET",
      connection,
    });
    await saveWorkflow(await from.as("editor"), id, save(flow), STRICT);
    const { text } = await exportWorkflow(await from.as("viewer"), id, { format: "yaml" });
    const { problems } = await importWorkflow(await to.as("editor"), { project_id: to.projectId, content: text });
    expect(problems).toContainEqual(expect.objectContaining({ node_id: "pass", path: "connection" }));
  });

  test("a file with a node type that cannot run here is kept as it is, and says so by node", async () => {
    const tenant = await aTenant();
    const content =
      "nodes: { a: { type: dynamiq.nodes.rankers.CohereReranker, top_k: 3 } }\nflows: { f: { nodes: [a] } }";
    const { workflow, problems } = await importWorkflow(await tenant.as("editor"), {
      project_id: tenant.projectId,
      content,
    });
    expect(workflow.flow.nodes[0]).toMatchObject({ type: "dynamiq.nodes.rankers.CohereReranker", top_k: 3 });
    expect(problems).toContainEqual(expect.objectContaining({ node_id: "a", path: "type" }));
  });
});

test("validation names node, field and fault, and runs nothing", async () => {
  const tenant = await aTenant();
  const ctx = await tenant.as("viewer");
  const good = await validateWorkflow(ctx, {
    flow: JSON.parse(JSON.stringify(flowOf())),
    project_id: tenant.projectId,
  });
  expect(good).toMatchObject({ valid: true, errors: [] });
  const bad = await validateWorkflow(ctx, { flow: { id: "f", nodes: [{ id: "a", type: "nonsense" }, { name: "b" }] } });
  expect(bad.valid).toBe(false);
  expect(bad.errors.length).toBeGreaterThan(0);
  expect(await validateWorkflow(ctx, { flow: "rubbish" })).toMatchObject({ valid: false });
});
