import "server-only";
import type { Context } from "@/lib/auth/context";
import { authorize, authorizeKey, type Scope } from "@/lib/auth/scope";
import { AppError, badRequest, notFound } from "@/lib/core/errors";
import { messageStream, plainAnswer } from "@/lib/runs/answer";
import { inputOf } from "@/lib/runs/input";
import { type Listen, type RunPlan, startRun } from "@/lib/runs/service";
import type { Invoke } from "../contract";
import { type DeployedApp, deployedApp } from "../deployed";

/** Calls an app for whoever may: a person who edits the project, or an Access Key. Archived apps do not exist here. */
export async function invokeApp(ctx: Context, id: string, invoke: Invoke): Promise<Response> {
  const app = await deployedApp(id);
  const scope = await authorize(ctx, "apps:invoke", app?.projectId ?? null, "App");
  if (!app) throw notFound("App");
  return answer(scope, app, invoke);
}

/** Calls an app at its own address: with an Access Key, or, where it is public, as nobody. */
export async function invokeDeployed(ctx: Context, app: DeployedApp, invoke: Invoke): Promise<Response> {
  const project = { id: app.projectId, organizationId: app.organizationId };
  return answer(authorizeKey(ctx, "apps:invoke", project, "App"), app, invoke);
}

async function answer(scope: Scope, app: DeployedApp, invoke: Invoke): Promise<Response> {
  refuseUnbuilt(invoke);
  const plan: RunPlan = {
    flow: app.flow,
    input: await inputOf(scope, app.id, invoke),
    origin: "api",
    name: app.name,
    appId: app.id,
    workflowId: app.workflowId,
    workflowVersionId: app.workflowVersionId,
    deploymentId: app.deploymentId,
    userId: invoke.user_id ?? null,
    sessionId: invoke.session_id ?? null,
    isStreaming: invoke.stream,
    isKept: true,
  };
  if (!invoke.stream) return plainAnswer(await startRun(scope, plan), invoke);
  return messageStream(app.flow, (listen: Listen) => startRun(scope, plan, listen), invoke);
}

function refuseUnbuilt({ execution_mode, callbacks = [] }: Invoke): void {
  if (execution_mode === "async") {
    throw new AppError("not_implemented", "Asynchronous calls are not offered here yet. Call with “sync”, or stream.", {
      details: { execution_mode: "async is not offered yet" },
    });
  }
  if (callbacks.length > 0) {
    throw badRequest("Callbacks go with execution_mode “async”.", { callbacks: "need execution_mode “async”" });
  }
}
