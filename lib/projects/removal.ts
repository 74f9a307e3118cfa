import "server-only";
import type { Tx } from "@/lib/db/client";

/**
 * Deletes projects with all that is in them. For use inside a transaction.
 *
 * Apps go before the workflows they were deployed from: the database refuses the other order. Runs and traces have no
 * key to their project, so that writing one takes no lock on it; they are deleted by hand.
 */
export async function removeProjects(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const mine = { projectId: { in: [...ids] } };
  // Whoever adds something to a project at this moment waits, and then finds it gone.
  await tx.$queryRaw`select 1 from project where id = any(${[...ids]}::uuid[]) order by id for update`;
  const workflows = await tx.workflow.findMany({ where: mine, select: { id: true } });
  await tx.workflowConnection.deleteMany({ where: { workflowId: { in: workflows.map(({ id }) => id) } } });
  await tx.app.deleteMany({ where: mine });
  await tx.span.deleteMany({ where: mine });
  await tx.trace.deleteMany({ where: mine });
  await tx.run.deleteMany({ where: mine });
  await tx.project.deleteMany({ where: { id: { in: [...ids] } } });
}
