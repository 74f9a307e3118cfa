import { authorize } from "@/lib/auth/scope";
import { pool } from "@/lib/db/client";
import { TraceFilter } from "@/lib/traces/contract";
import { list } from "@/lib/traces/repository";

const PROJECT = "00000000-0000-4000-8000-000000000002";
const APP = "00000000-0000-4000-8000-00000000000a";

/** What a list could not do without: the newest rows of an app by the index made for it. */
const BARE = `select id, source_id, run_id, name, status, started_at, ended_at, duration_ms, input, output, error, user_id,
  session_id, tags, prompt_tokens, completion_tokens, prompt_cost, completion_cost
  from trace where app_id = $1 order by started_at desc, id desc limit 25`;

const soon = new Date(Date.now() - 20 * 86_400_000).toISOString();

const LISTS: Record<string, object> = {
  newest: {},
  "page 300": { page: 300 },
  failed: { status: "failed" },
  succeeded: { status: "succeeded" },
  "one session": { session_id: "s300" },
  "one user": { user_id: "user300" },
  "until 20 days ago": { "started_at:lte": soon },
  "slow ones": { "duration_ms:gte": 4990 },
  "many tokens": { "total_tokens:gte": 1290 },
  "text that is there": { search: "city 11999" },
  "text that is nowhere": { search: "no such text" },
};

const ctx = { actor: { kind: "system" }, requestId: "bench" } as const;
const scope = await authorize(ctx, "traces:read", PROJECT);
const times = new Map<string, number[]>();

async function timed(name: string, work: () => Promise<unknown>): Promise<void> {
  const from = performance.now();
  await work();
  const list = times.get(name) ?? [];
  list.push(performance.now() - from);
  times.set(name, list);
}

for (let round = 0; round < 60; round++) {
  await timed("bare query", () => pool().query(BARE, [APP]));
  for (const [name, filter] of Object.entries(LISTS)) {
    await timed(name, () => list(scope, { appId: APP }, TraceFilter.parse(filter)));
  }
}
const quantile = (name: string, q: number): number => {
  const sorted = [...(times.get(name) ?? [])].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0;
};
const bare = quantile("bare query", 0.5);
console.log("| ratio of medians | list | p50 ms | p99 ms |\n|---|---|---|---|");
for (const name of times.keys()) {
  const p50 = quantile(name, 0.5);
  console.log(`| ${(p50 / bare).toFixed(1)} | ${name} | ${p50.toFixed(2)} | ${quantile(name, 0.99).toFixed(2)} |`);
}
await pool().end();
process.exit(0);
