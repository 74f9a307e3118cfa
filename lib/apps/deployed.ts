import "server-only";
import { pool } from "@/lib/db/client";
import { listener } from "@/lib/db/listener";
import { Flow } from "@/lib/engine/flow";
import { shared } from "@/lib/process/shared";

/** The channel on which the database tells the id of an app that was deployed, changed or deleted, by any process. */
const CHANNEL = "dynamiq_app";
const APPS_MAX = 1000;

/** An app as its address serves it: one deployment, whole. */
export type DeployedApp = {
  readonly id: string;
  readonly name: string;
  readonly projectId: string;
  readonly organizationId: string;
  readonly isPublic: boolean;
  readonly workflowId: string;
  readonly workflowVersionId: string;
  readonly deploymentId: string;
  readonly flow: Flow;
};

/** `age` rises with everything that may make an entry stale. */
type Cache = { readonly apps: Map<string, DeployedApp>; age: number };

const cache = (): Cache =>
  shared("deployed-apps", () => {
    const made: Cache = { apps: new Map(), age: 0 };
    listener().subscribe(CHANNEL, {
      onMessage(id) {
        made.age++;
        made.apps.delete(id);
      },
      onGap() {
        made.age++;
        made.apps.clear();
      },
    });
    return made;
  });

/**
 * The app that answers at an address, or null where there is none or it is archived.
 *
 * Remembered for as long as the database tells this process what changes; while it cannot, every call asks.
 */
export async function deployedApp(id: string): Promise<DeployedApp | null> {
  const at = cache();
  return at.apps.get(id) ?? read(at, id);
}

/** Has the next call ask the database, without waiting to be told. */
export function forgetApp(id: string): void {
  const at = cache();
  at.age++;
  at.apps.delete(id);
}

type Row = {
  id: string;
  name: string;
  project_id: string;
  organization_id: string;
  access_type: string;
  workflow_id: string;
  workflow_version_id: string;
  deployment_id: string;
  flow: unknown;
};

async function read(at: Cache, id: string): Promise<DeployedApp | null> {
  const { age } = at;
  const { rows } = await pool().query<Row>({
    name: "deployed-app",
    text: `select app.id, app.name, app.project_id, project.organization_id, app.access_type, version.workflow_id,
        version.id as workflow_version_id, deployment.id as deployment_id, version.flow
      from app
      join project on project.id = app.project_id
      join deployment on deployment.id = app.latest_deployment_id
      join workflow_version version on version.id = deployment.workflow_version_id
      where app.id = $1 and app.archived_at is null`,
    values: [id],
  });
  const row = rows[0];
  if (!row) return null;
  const app: DeployedApp = {
    id: row.id,
    name: row.name,
    projectId: row.project_id,
    organizationId: row.organization_id,
    isPublic: row.access_type === "public",
    workflowId: row.workflow_id,
    workflowVersionId: row.workflow_version_id,
    deploymentId: row.deployment_id,
    flow: Flow.parse(row.flow),
  };
  // Changed between the query and here: what was read must not be remembered.
  if (listener().isListening(CHANNEL) && at.age === age) {
    if (at.apps.size >= APPS_MAX) at.apps.clear();
    at.apps.set(id, app);
  }
  return app;
}
