import { db } from "@/lib/db/client";
import type { Tenant } from "./tenant";

/** One of each thing a tenant can have, by the name its id has in a path. */
export type Resources = {
  readonly org_id: string;
  readonly project_id: string;
  readonly user_id: string;
  readonly invitation_id: string;
  readonly key_id: string;
  readonly token_id: string;
  readonly connection_id: string;
  readonly workflow_id: string;
  readonly version_id: string;
  readonly app_id: string;
  readonly deployment_id: string;
  readonly run_id: string;
  readonly trace_id: string;
  readonly session_id: string;
  readonly file_id: string;
};

const FLOW = {
  id: "018f0000-0000-7000-8000-00000000f10f",
  nodes: [
    { id: "018f0000-0000-7000-8000-000000000001", name: "input", type: "dynamiq.nodes.utils.Input" },
    {
      id: "018f0000-0000-7000-8000-000000000002",
      name: "output",
      type: "dynamiq.nodes.utils.Output",
      depends: [{ node: "018f0000-0000-7000-8000-000000000001" }],
    },
  ],
};

export const aFlow = () => ({ ...FLOW, id: crypto.randomUUID() });

const FLOW_UI = { nodes: [], edges: [], custom_node_data: {} };

const unique = (what: string): string => `${what}-${crypto.randomUUID().slice(0, 8)}`;

export async function aConnection({ projectId }: Pick<Tenant, "projectId">): Promise<{ id: string }> {
  return db().connection.create({
    data: { projectId, name: unique("connection"), type: "dynamiq.connections.Http", config: {} },
    select: { id: true },
  });
}

/** Released, with one version. */
export async function aWorkflow({
  projectId,
}: Pick<Tenant, "projectId">): Promise<{ id: string; versionId: string; name: string }> {
  const { id, name, versions } = await db().workflow.create({
    data: {
      projectId,
      name: unique("workflow"),
      status: "released",
      flow: FLOW,
      flowUi: FLOW_UI,
      latestVersion: 1,
      versions: { create: { version: 1, flow: FLOW, flowUi: FLOW_UI } },
    },
    include: { versions: true },
  });
  return { id, name, versionId: versions[0]?.id ?? "" };
}

/** Deployed and private, called once: with a run, its trace and a span; and a connection beside it. */
export async function anApp(tenant: Pick<Tenant, "projectId">): Promise<{
  appId: string;
  workflowId: string;
  versionId: string;
  deploymentId: string;
  connectionId: string;
  runId: string;
  traceId: string;
  sessionId: string;
}> {
  const { projectId } = tenant;
  const [connection, workflow] = await Promise.all([aConnection(tenant), aWorkflow(tenant)]);
  const app = await db().app.create({
    data: {
      projectId,
      name: unique("app"),
      workflowId: workflow.id,
      deploymentConfig: { deployment_type: "serverless", config: {} },
      deployments: { create: { workflowVersionId: workflow.versionId } },
    },
    include: { deployments: true },
  });
  const deploymentId = app.deployments[0]?.id ?? "";
  await db().app.update({ where: { id: app.id }, data: { latestDeploymentId: deploymentId } });
  const [runId, traceId, sessionId, now] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID(), new Date()];
  await db().run.create({
    data: {
      id: runId,
      projectId,
      appId: app.id,
      workflowId: workflow.id,
      workflowVersionId: workflow.versionId,
      deploymentId,
      traceId,
      status: "completed",
      input: {},
      output: {},
      sessionId,
      origin: "api",
      startedAt: now,
      endedAt: now,
    },
  });
  await db().trace.create({
    data: {
      id: traceId,
      projectId,
      sourceId: app.id,
      appId: app.id,
      runId,
      name: workflow.name,
      status: "succeeded",
      sessionId,
      tags: [],
      startedAt: now,
      endedAt: now,
      durationMs: 1,
    },
  });
  await db().span.create({
    data: {
      traceId,
      id: crypto.randomUUID(),
      projectId,
      sequence: 0,
      type: "workflow",
      name: workflow.name,
      status: "succeeded",
      metadata: {},
      executions: [],
      startedAt: now,
      endedAt: now,
    },
  });
  return {
    appId: app.id,
    workflowId: workflow.id,
    versionId: workflow.versionId,
    deploymentId,
    connectionId: connection.id,
    runId,
    traceId,
    sessionId,
  };
}

/** Gives a tenant one of everything. `user_id` is a member who was added to the project, `token_id` its owner's. */
export async function oneOfEach(tenant: Tenant): Promise<Resources> {
  const { organizationId, projectId } = tenant;
  const app = await anApp(tenant);
  const [viewer, owner] = [await tenant.userId("viewer"), await tenant.userId("owner")];
  const invitation = await db().invitation.create({
    data: {
      organizationId,
      email: `${unique("invited")}@example.com`,
      role: "member",
      hash: crypto.randomUUID(),
      expiresAt: new Date(Date.now() + 60 * 60 * 1000),
    },
  });
  const key = await db().accessKey.create({
    data: { organizationId, name: "Key", hash: crypto.randomUUID(), preview: "dynamiq_acc_abc...xyz" },
  });
  const token = await db().personalAccessToken.create({
    data: { userId: owner, name: "Token", hash: crypto.randomUUID(), preview: "dyn_pat_abc...xyz" },
  });
  const file = await db().storedFile.create({
    data: { projectId, appId: app.appId, name: "note.txt", mimeType: "text/plain", size: 0 },
  });
  return {
    org_id: organizationId,
    project_id: projectId,
    user_id: viewer,
    invitation_id: invitation.id,
    key_id: key.id,
    token_id: token.id,
    connection_id: app.connectionId,
    workflow_id: app.workflowId,
    version_id: app.versionId,
    app_id: app.appId,
    deployment_id: app.deploymentId,
    run_id: app.runId,
    trace_id: app.traceId,
    session_id: app.sessionId,
    file_id: file.id,
  };
}
