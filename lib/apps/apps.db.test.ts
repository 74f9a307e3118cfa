import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { closeListener } from "@/lib/db/listener";
import { listAppSessions } from "@/lib/sessions/service";
import { aDeployedApp, input, output } from "@/lib/testing/deployed-app";
import { anApp, aWorkflow } from "@/lib/testing/resources";
import { aPerson, asPerson, aTenant, type Tenant } from "@/lib/testing/tenant";
import { TraceFilter } from "@/lib/traces/contract";
import { getTrace, listTraces } from "@/lib/traces/service";
import { CreateApp, Invoke, listApps as listAppsContract } from "./contract";
import { deployedApp } from "./deployed";
import {
  archiveApp,
  createApp,
  deleteApp,
  deployApp,
  getApp,
  getAppMetrics,
  getAppRun,
  getAppTrace,
  invokeApp,
  listAppRuns,
  listApps,
  listAppTraces,
  listDeployments,
  unarchiveApp,
  updateApp,
} from "./service";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await aTenant();
});
afterAll(closeListener);

const page = { page: 1, page_size: 25 };
const filter = (changes: object = {}) => TraceFilter.parse(changes);
const query = (changes: object = {}) => listAppsContract.query.parse(changes);
const create = (changes: object) =>
  CreateApp.parse({ name: `app-${crypto.randomUUID().slice(0, 8)}`, project_id: tenant.projectId, ...changes });

/** A further version of a workflow, whose Output gives `text`. */
async function aVersion(workflowId: string, text: string): Promise<string> {
  const { latestVersion } = await db().workflow.findUniqueOrThrow({ where: { id: workflowId } });
  const version = latestVersion + 1;
  const flow = {
    id: "flow",
    nodes: [input, { ...output("start"), input_transformer: { selector: { output: text } } }],
  };
  const flowUi = { nodes: [], edges: [], custom_node_data: {} };
  const row = await db().workflowVersion.create({ data: { workflowId, version, flow, flowUi } });
  await db().workflow.update({ where: { id: workflowId }, data: { latestVersion: version } });
  return row.id;
}

const answerOf = async (id: string): Promise<unknown> =>
  (await (await invokeApp(await tenant.as("editor"), id, Invoke.parse({}))).json()).output;

describe("an app", () => {
  test("is made with the latest version deployed, and says where it answers", async () => {
    const workflow = await aWorkflow(tenant);
    const app = await createApp(await tenant.as("editor"), create({ workflow_id: workflow.id, name: "Helper" }));
    expect(app).toMatchObject({
      name: "Helper",
      url: expect.stringMatching(new RegExp(`^http://.+/apps/${app.id}$`)),
      hostname: expect.not.stringContaining("://"),
      access_control: { access_type: "private" },
      workflow_version: { id: workflow.versionId, version: 1 },
      created_by: { id: await tenant.userId("editor") },
    });
    expect(await getApp(await tenant.as("viewer"), app.id)).toEqual(app);
    await expect(
      createApp(await tenant.as("editor"), create({ workflow_id: workflow.id, name: "Helper" })),
    ).rejects.toMatchObject({ code: "conflict" });
  });

  test("of a workflow that has no version, or is another project's, is not made", async () => {
    const draft = await db().workflow.create({
      data: { projectId: tenant.projectId, name: "draft", flow: { id: "f", nodes: [] }, flowUi: {} },
    });
    const editor = await tenant.as("editor");
    await expect(createApp(editor, create({ workflow_id: draft.id }))).rejects.toMatchObject({ code: "bad_request" });
    const theirs = await aWorkflow(await aTenant());
    await expect(createApp(editor, create({ workflow_id: theirs.id }))).rejects.toMatchObject({ code: "not_found" });
    const other = await aWorkflow(tenant);
    const mine = await aWorkflow(tenant);
    await expect(
      createApp(editor, create({ workflow_id: mine.id, workflow_version_id: other.versionId })),
    ).rejects.toMatchObject({ code: "not_found" });
  });

  test("is changed by editors, read by viewers and keys, and not there for strangers", async () => {
    const { id } = await aDeployedApp(tenant, [input, output("start")]);
    expect((await updateApp(await tenant.as("editor"), id, { description: "New" })).description).toBe("New");
    await expect(updateApp(await tenant.as("viewer"), id, { description: "No" })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(deployApp(await tenant.as("viewer"), id, {})).rejects.toMatchObject({ code: "forbidden" });
    await expect(archiveApp(await tenant.as("viewer"), id)).rejects.toMatchObject({ code: "forbidden" });
    await expect(deleteApp(await tenant.as("viewer"), id)).rejects.toMatchObject({ code: "forbidden" });
    const stranger = asPerson(await aPerson());
    for (const verb of [
      () => getApp(stranger, id),
      () => updateApp(stranger, id, {}),
      () => deployApp(stranger, id, {}),
      () => deleteApp(stranger, id),
      () => listDeployments(stranger, id, page),
      () => listAppTraces(stranger, id, filter()),
      () => listAppRuns(stranger, id, page),
      () => listAppSessions(stranger, id, page),
      () => invokeApp(stranger, id, Invoke.parse({})),
    ]) {
      await expect(verb()).rejects.toMatchObject({ code: "not_found", message: "App not found." });
    }
    const key = {
      actor: { kind: "access_key", keyId: id, organizationId: tenant.organizationId, projectId: null },
      requestId: "r",
    } as const;
    expect((await getApp(key, id)).id).toBe(id);
    await expect(updateApp(key, id, {})).rejects.toMatchObject({ code: "forbidden" });
  });

  test("that is archived no longer answers, keeps what it recorded, and comes back", async () => {
    const { id } = await aDeployedApp(tenant, [input, output("start", "hello")]);
    const editor = await tenant.as("editor");
    expect(await answerOf(id)).toBe("hello");
    expect((await archiveApp(editor, id)).archived_at).not.toBeNull();
    await expect(answerOf(id)).rejects.toMatchObject({ code: "not_found" });
    expect((await listAppTraces(editor, id, filter())).items).toHaveLength(1);
    expect((await listApps(editor, query({ project_id: tenant.projectId }))).items.map((app) => app.id)).not.toContain(
      id,
    );
    expect((await listApps(editor, query({ archived: true }))).items.map((app) => app.id)).toContain(id);
    await unarchiveApp(editor, id);
    expect(await answerOf(id)).toBe("hello");
  });

  test("that is deleted is gone with its runs, traces and lines", async () => {
    const { id } = await aDeployedApp(tenant, [input, output("start", "hello")]);
    await answerOf(id);
    const [trace] = (await listAppTraces(await tenant.as("editor"), id, filter())).items;
    await deleteApp(await tenant.as("editor"), id);
    await expect(getApp(await tenant.as("editor"), id)).rejects.toMatchObject({ code: "not_found" });
    expect(await db().run.count({ where: { appId: id } })).toBe(0);
    expect(await db().trace.count({ where: { appId: id } })).toBe(0);
    expect(await db().span.count({ where: { traceId: trace?.id ?? "" } })).toBe(0);
    expect(await deployedApp(id)).toBeNull();
  });
});

describe("deploying", () => {
  test("puts the new version on the same address, an earlier one rolls back, and the history tells both", async () => {
    const { id, workflowId, versionId } = await aDeployedApp(tenant, [input, output("start", "one")]);
    const editor = await tenant.as("editor");
    const second = await aVersion(workflowId, "two");
    expect(await answerOf(id)).toBe("one");
    expect((await deployApp(editor, id, {})).workflow_version_id).toBe(second);
    expect(await answerOf(id)).toBe("two");
    await deployApp(editor, id, { workflow_version_id: versionId });
    expect(await answerOf(id)).toBe("one");
    const { items } = await listDeployments(editor, id, page);
    expect(items.map(({ workflow_version: { version }, is_current }) => [version, is_current])).toEqual([
      [1, true],
      [2, false],
      [1, false],
    ]);
  });

  test("twice at once leaves one current deployment, and callers never an error or a mix", async () => {
    const { id, workflowId, versionId } = await aDeployedApp(tenant, [input, output("start", "one")]);
    const second = await aVersion(workflowId, "two");
    const editor = await tenant.as("editor");
    const versions = [second, versionId, second, versionId];
    const [answers] = await Promise.all([
      Promise.all(Array.from({ length: 20 }, () => answerOf(id))),
      ...versions.map((version) => deployApp(editor, id, { workflow_version_id: version })),
    ]);
    for (const answer of answers) expect(["one", "two"]).toContain(answer);
    const { items } = await listDeployments(editor, id, page);
    expect(items.filter(({ is_current }) => is_current)).toHaveLength(1);
    expect(items[0]?.is_current).toBe(true);
    const current = items[0]?.workflow_version.version === 1 ? "one" : "two";
    expect(await answerOf(id)).toBe(current);
  });

  test("by another process is seen here", async () => {
    const { id, workflowId } = await aDeployedApp(tenant, [input, output("start", "one")]);
    expect(await answerOf(id)).toBe("one");
    const versionId = await aVersion(workflowId, "two");
    const { id: deployment } = await db().deployment.create({ data: { appId: id, workflowVersionId: versionId } });
    await db().app.update({ where: { id }, data: { latestDeploymentId: deployment } });
    await expect.poll(() => answerOf(id)).toBe("two");
  });

  test("an archived version is refused", async () => {
    const { id, workflowId } = await aDeployedApp(tenant, [input, output("start", "one")]);
    const versionId = await aVersion(workflowId, "two");
    await db().workflowVersion.update({ where: { id: versionId }, data: { archivedAt: new Date() } });
    await expect(deployApp(await tenant.as("editor"), id, { workflow_version_id: versionId })).rejects.toMatchObject({
      code: "conflict",
    });
  });
});

describe("what an app recorded", () => {
  test("is listed and read: runs, traces, sessions", async () => {
    const { id } = await aDeployedApp(tenant, [input, output("start", "$.q")]);
    const viewer = await tenant.as("viewer");
    for (const [q, session_id, user_id] of [
      ["alpha", "s1", "ann"],
      ["beta", "s1", "ann"],
      ["gamma_%", "s2", "bob"],
    ] as const) {
      await invokeApp(await tenant.as("editor"), id, Invoke.parse({ input: { q }, session_id, user_id }));
    }
    const traces = await listAppTraces(viewer, id, filter());
    expect(traces.pagination.total_count).toBe(3);
    expect(traces.items.map(({ output }) => output)).toEqual(["gamma_%", "beta", "alpha"]);
    const found = async (changes: object) =>
      (await listAppTraces(viewer, id, filter(changes))).items.map(({ output }) => output);
    expect(await found({ search: "BET" })).toEqual(["beta"]);
    expect(await found({ search: "_%" })).toEqual(["gamma_%"]);
    expect(await found({ session_id: "s1" })).toEqual(["beta", "alpha"]);
    expect(await found({ user_id: "bob" })).toEqual(["gamma_%"]);
    expect(await found({ status: "failed" })).toEqual([]);
    expect(await found({ status: "succeeded", page: 2, page_size: 2 })).toEqual(["alpha"]);
    expect(await found({ "duration_ms:gte": 3_600_000 })).toEqual([]);
    expect(await found({ "started_at:gte": new Date(Date.now() + 60_000).toISOString() })).toEqual([]);
    await expect(found({ page: 10_000 })).rejects.toMatchObject({ code: "bad_request" });

    const [first] = traces.items;
    const trace = await getAppTrace(viewer, id, first?.id ?? "");
    expect(trace.runs.map(({ type, name, parent_run_id }) => [type, name, parent_run_id])).toEqual([
      ["workflow", "Workflow", null],
      ["flow", "Flow", trace.run_id],
      ["node", "start", trace.id],
      ["node", "output", trace.id],
    ]);
    expect(await getTrace(viewer, trace.id)).toEqual(trace);
    const runs = await listAppRuns(viewer, id, { ...page, session_id: "s1" });
    expect(runs.items.map(({ output }) => output)).toEqual(["beta", "alpha"]);
    expect(await getAppRun(viewer, id, runs.items[0]?.id ?? "")).toEqual(runs.items[0]);
    const sessions = await listAppSessions(viewer, id, page);
    expect(sessions.items).toMatchObject([
      { id: "s2", user_id: "bob", run_count: 1 },
      { id: "s1", user_id: "ann", run_count: 2, input: { q: "alpha" } },
    ]);
    expect(sessions.pagination.total_count).toBe(2);
  });

  test("of another app, another project or another organization is not there", async () => {
    const [mine, other] = [await anApp(tenant), await anApp(tenant)];
    const theirs = await anApp(await aTenant());
    const viewer = await tenant.as("viewer");
    await expect(getAppTrace(viewer, mine.appId, other.traceId)).rejects.toMatchObject({ code: "not_found" });
    await expect(getAppRun(viewer, mine.appId, other.runId)).rejects.toMatchObject({ code: "not_found" });
    await expect(getTrace(viewer, theirs.traceId)).rejects.toMatchObject({
      code: "not_found",
      message: "Trace not found.",
    });
    await expect(getTrace(viewer, crypto.randomUUID())).rejects.toMatchObject({
      code: "not_found",
      message: "Trace not found.",
    });
    const all = await listTraces(viewer, { ...filter(), project_id: tenant.projectId });
    expect(all.items.map(({ id }) => id)).not.toContain(theirs.traceId);
  });

  test("comes to metrics with a point for every step of time", async () => {
    const app = await anApp(tenant);
    const at = (day: number, changes: object = {}) => ({
      id: crypto.randomUUID(),
      projectId: tenant.projectId,
      sourceId: app.appId,
      appId: app.appId,
      name: "x",
      status: "succeeded" as const,
      startedAt: new Date(Date.UTC(2026, 0, day, 12)),
      durationMs: 1000,
      promptTokens: 10,
      completionTokens: 5,
      promptCost: 2_000_000n,
      completionCost: 500_000n,
      ...changes,
    });
    await db().trace.createMany({
      data: [
        at(1),
        at(1, { status: "failed", durationMs: 3000 }),
        at(3),
        at(3, {
          status: "running",
          durationMs: null,
          promptTokens: 0,
          completionTokens: 0,
          promptCost: null,
          completionCost: null,
        }),
      ],
    });
    const metrics = await getAppMetrics(await tenant.as("viewer"), app.appId, {
      start_time: "2026-01-01T00:00:00Z",
      end_time: "2026-01-03T23:00:00Z",
      interval: "24h",
    });
    expect(metrics.series.map(({ timestamp, requests }) => [timestamp, requests])).toEqual([
      ["2026-01-01T00:00:00.000Z", { success: 1, failure: 1 }],
      ["2026-01-02T00:00:00.000Z", { success: 0, failure: 0 }],
      ["2026-01-03T00:00:00.000Z", { success: 1, failure: 0 }],
    ]);
    expect(metrics.series[0]).toMatchObject({
      latency_avg: 2,
      tokens: { prompt: 20, completion: 10 },
      cost: { prompt: 4, completion: 1 },
    });
    expect(metrics.summary).toMatchObject({ requests: 3, failures: 1, total_tokens: 45, total_cost: 7.5 });
    await expect(
      getAppMetrics(await tenant.as("viewer"), app.appId, { start_time: "2000-01-01T00:00:00Z", interval: "1h" }),
    ).rejects.toMatchObject({ code: "bad_request" });
  });
});
