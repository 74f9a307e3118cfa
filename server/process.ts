import "server-only";
import { Hono } from "hono";
import { metrics } from "@/lib/process/metrics";
import { running } from "@/lib/runs/running";
import { readiness } from "./readiness";

/** What an operator's tools ask: is it alive, is it ready, what does it count. Open to whoever reaches the port. */
export function processPlane({ isStopping }: { isStopping: () => boolean }): Hono {
  const plane = new Hono();
  plane.get("/healthz", (c) => c.json({ status: "live" }));
  plane.get("/readyz", async (c) => {
    if (isStopping()) return c.json({ status: "stopping" }, 503);
    const report = await readiness();
    return c.json(report, report.status === "ready" ? 200 : 503);
  });
  plane.get("/metrics", async (c) => {
    const { registry, runs } = metrics();
    runs.set(running().runs.size);
    return c.body(await registry.metrics(), 200, { "content-type": registry.contentType });
  });
  return plane;
}
