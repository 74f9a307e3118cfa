import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { authorize } from "@/lib/auth/scope";
import { db, pool } from "@/lib/db/client";
import { closeListener } from "@/lib/db/listener";
import { Flow } from "@/lib/engine/flow";
import { aFlowOf, chain, completion, input, output } from "@/lib/testing/deployed-app";
import { anEndpoint } from "@/lib/testing/model-endpoint";
import { aTenant, type Tenant } from "@/lib/testing/tenant";
import { startRunKeeper } from "./keeper";
import { endRun, failOrphans } from "./records";
import { running } from "./running";
import { type RunPlan, startRun } from "./start";

process.env.DYNAMIQ_EGRESS_ALLOW = "loopback";
process.env.DYNAMIQ_SHUTDOWN_SECONDS = "0";
process.env.DYNAMIQ_RUN_SECONDS_MAX = "3600";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await aTenant();
});
afterAll(closeListener);

const scopeOf = async (of: Tenant = tenant) => authorize(await of.as("owner"), "apps:invoke", of.projectId);

const aPlan = (nodes: Parameters<typeof aFlowOf>[0], changes: Partial<RunPlan> = {}): RunPlan => ({
  flow: Flow.parse(aFlowOf(nodes)),
  input: { input: "?" },
  origin: "api",
  name: "Test",
  appId: null,
  workflowId: null,
  workflowVersionId: null,
  deploymentId: null,
  userId: null,
  sessionId: null,
  isStreaming: false,
  isKept: true,
  ...changes,
});

const hanging = async () => chain((await anEndpoint({ body: [], hangs: true })).origin);

const runRow = (id: string) => db().run.findUniqueOrThrow({ where: { id } });
const traceRow = (id: string) => db().trace.findUniqueOrThrow({ where: { id } });
const spanRows = (traceId: string) => db().span.findMany({ where: { traceId }, orderBy: { sequence: "asc" } });

describe("a run", () => {
  test("is recorded, with an owner and a lease, before anything of it happens", async () => {
    let seen: Promise<unknown> | undefined;
    const run = await startRun(await scopeOf(), aPlan([input, output("start", "$.input")]), ({ id }) => () => {
      seen ??= runRow(id);
    });
    await run.done;
    expect(await seen).toMatchObject({ id: run.id, owner: running().owner });
    expect(await runRow(run.id)).toMatchObject({ status: "completed", leaseUntil: null });
  });

  test("shows its lines while it runs, and none is left open at its end", async () => {
    const run = await startRun(await scopeOf(), aPlan(await hanging()));
    await expect
      .poll(async () => (await spanRows(run.traceId)).map(({ status }) => status))
      .toEqual(["succeeded", "running"]);
    expect((await traceRow(run.traceId)).status).toBe("running");
    run.stop("canceled");
    expect((await run.done).status).toBe("canceled");
    expect((await spanRows(run.traceId)).map(({ status }) => status)).not.toContain("running");
    expect(await traceRow(run.traceId)).toMatchObject({ status: "canceled", endedAt: expect.any(Date) });
  });

  test("that is canceled says so, and lets go of the model", async () => {
    const model = await anEndpoint({ body: [], hangs: true });
    const run = await startRun(await scopeOf(), aPlan(chain(model.origin)));
    await expect.poll(() => model.asked.length).toBe(1);
    run.stop("canceled");
    expect(await run.done).toMatchObject({ status: "canceled", error: { code: "canceled" } });
    expect(await runRow(run.id)).toMatchObject({ status: "canceled" });
    await model.hungUp;
  });

  test("has one final status, whether it is canceled before, while or after it finishes", async () => {
    const scope = await scopeOf();
    const model = await anEndpoint(completion("Yes."));
    const outcomes = await Promise.all(
      Array.from({ length: 30 }, async (_, index) => {
        const run = await startRun(scope, aPlan(chain(model.origin)));
        setTimeout(() => run.stop("canceled"), index);
        const { status } = await run.done;
        run.stop("shutdown");
        const row = await runRow(run.id);
        const trace = await traceRow(run.traceId);
        expect(row.status).toBe(status);
        expect(trace.status).toBe({ completed: "succeeded", canceled: "canceled", failed: "failed" }[status]);
        return status;
      }),
    );
    expect(new Set(outcomes)).not.toContain("failed");
  });

  test("that someone else has ended keeps its status, whatever this process writes", async () => {
    const run = await startRun(await scopeOf(), aPlan(await hanging()));
    await pool().query("update run set status = 'failed', owner = 'someone else' where id = $1", [run.id]);
    run.stop("canceled");
    expect((await run.done).status).toBe("failed");
    expect((await runRow(run.id)).status).toBe("failed");
  });

  test("that keeps nothing leaves neither record nor trace", async () => {
    const run = await startRun(await scopeOf(), aPlan([input, output("start", "$.input")], { isKept: false }));
    expect(await run.done).toMatchObject({ status: "completed", output: "?" });
    expect(await db().run.count({ where: { id: run.id } })).toBe(0);
    expect(await db().trace.count({ where: { id: run.traceId } })).toBe(0);
  });

  test("of many at once each is recorded for itself, one that cannot be too", async () => {
    const scope = await scopeOf();
    const bad = startRun(scope, aPlan([input], { appId: "no uuid" })).catch((error: unknown) => error);
    const runs = await Promise.all(Array.from({ length: 20 }, () => startRun(scope, aPlan([input]))));
    await Promise.all(runs.map(({ done }) => done));
    expect(await bad).toBeInstanceOf(Error);
    const rows = await db().run.findMany({ where: { id: { in: runs.map(({ id }) => id) } } });
    expect(rows.map(({ status }) => status)).toEqual(Array(20).fill("completed"));
  });

  test("ends and is recorded whatever its values' names and texts hold", async () => {
    const odd = { "k\u0000": "v\u0000", "\udc00": ["\ud800"], plain: { "\u0000": 1 } };
    const run = await startRun(await scopeOf(), aPlan([input], { input: odd }));
    expect(await run.done).toMatchObject({ status: "completed" });
    const kept = { "k\uFFFD": "v\uFFFD", "\uFFFD": ["\uFFFD"], plain: { "\uFFFD": 1 } };
    expect(await runRow(run.id)).toMatchObject({ status: "completed", input: kept, output: kept });
    expect(await traceRow(run.traceId)).toMatchObject({ status: "succeeded", input: kept });
  });

  test.each([99_999_999_999, 1.5, -3])("ends and is recorded where its model claims %d tokens", async (tokens) => {
    const { origin } = await anEndpoint(completion("hi", { prompt_tokens: tokens, completion_tokens: tokens }));
    const run = await startRun(await scopeOf(), aPlan(chain(origin)));
    await run.done;
    expect((await runRow(run.id)).leaseUntil).toBeNull();
    expect((await traceRow(run.traceId)).promptTokens).toBeGreaterThanOrEqual(0);
  });

  test("keeps a value past the bound of a trace by its beginning, and whole in the run", async () => {
    const text = "x".repeat(2 * 1024 * 1024);
    const run = await startRun(await scopeOf(), aPlan([input, output("start", "$.input")], { input: { input: text } }));
    await run.done;
    expect((await runRow(run.id)).output).toBe(text);
    expect((await traceRow(run.traceId)).output).toMatchObject({ truncated: true, preview: expect.any(String) });
    const lines = await spanRows(run.traceId);
    expect(JSON.stringify(lines).length).toBeLessThan(100_000);
  });
});

describe("the keeper", () => {
  test("fails the runs of a process that died, with their traces, and leaves the living alone", async () => {
    const scope = await scopeOf();
    const dead = await startRun(scope, aPlan(await hanging()));
    const alive = await startRun(scope, aPlan(await hanging()));
    await expect.poll(async () => (await spanRows(dead.traceId)).length).toBe(2);
    await pool().query("update run set owner = 'dead', lease_until = now() - interval '1 second' where id = $1", [
      dead.id,
    ]);
    await pool().query("update run set owner = 'other' where id = $1", [alive.id]);
    expect(await failOrphans(running().owner)).toBe(1);
    expect(await runRow(dead.id)).toMatchObject({
      status: "failed",
      error: { message: expect.stringContaining("The process that ran this stopped") },
    });
    expect(await traceRow(dead.traceId)).toMatchObject({ status: "failed", durationMs: expect.any(Number) });
    expect((await spanRows(dead.traceId)).map(({ status }) => status)).toEqual(["succeeded", "failed"]);
    expect((await runRow(alive.id)).status).toBe("started");
    for (const run of [dead, alive]) run.stop("canceled");
    await Promise.all([dead.done, alive.done]);
    expect((await runRow(dead.id)).status).toBe("failed");
  });

  test("gives a run that died before its first line a trace that says so", async () => {
    const [id, traceId] = [crypto.randomUUID(), crypto.randomUUID()];
    await db().run.create({
      data: {
        id,
        traceId,
        projectId: tenant.projectId,
        origin: "api",
        status: "started",
        input: {},
        owner: "dead",
        leaseUntil: new Date(0),
        startedAt: new Date(),
      },
    });
    expect(await failOrphans(running().owner)).toBe(1);
    expect(await traceRow(traceId)).toMatchObject({ runId: id, status: "failed" });
  });

  test("stops: no new run, and those under way end as failed and recorded", async () => {
    const keeper = startRunKeeper();
    const run = await startRun(await scopeOf(), aPlan(await hanging()));
    await keeper.stop();
    expect(await runRow(run.id)).toMatchObject({
      status: "failed",
      error: { code: "unavailable", message: expect.stringContaining("The server was stopped") },
    });
    await expect(startRun(await scopeOf(), aPlan([input]))).rejects.toMatchObject({ code: "unavailable" });
    running().isDraining = false;
  });
});

test("an end that was written already is not written again", async () => {
  const run = await startRun(await scopeOf(), aPlan([input, output("start", "$.input")]));
  await run.done;
  const text = (value: string) => JSON.stringify(value);
  const again = {
    id: run.id,
    owner: running().owner,
    run: { id: text(run.id), status: text("failed"), output: "null", error: "null", trace_id: text(run.traceId) },
    spans: [],
  };
  expect(await endRun(again)).toBe(false);
  expect((await runRow(run.id)).status).toBe("completed");
  expect((await traceRow(run.traceId)).status).toBe("succeeded");
});
