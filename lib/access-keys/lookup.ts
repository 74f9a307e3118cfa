import "server-only";
import type { Actor } from "@/lib/auth/context";
import { pool } from "@/lib/db/client";
import { listener } from "@/lib/db/listener";
import { shared } from "@/lib/process/shared";
import { hashOf, isSecret } from "@/lib/tokens/secret";
import { noteUse } from "@/lib/tokens/use";

/** The channel on which the database tells the hash of a key that was revoked or changed, by any process. */
const CHANNEL = "dynamiq_access_key";
const KEYS_MAX = 20_000;

type KeyActor = Extract<Actor, { kind: "access_key" }>;
type Known = { readonly actor: KeyActor; readonly expiresAt: number };

/** Keys that were found good, by the hash of the whole key. `age` rises with everything that may make one stale. */
type Cache = { readonly known: Map<string, Known>; age: number };

const cache = (): Cache =>
  shared("access-keys", () => {
    const made: Cache = { known: new Map(), age: 0 };
    const forgetAll = () => {
      made.age++;
      made.known.clear();
    };
    listener().subscribe(CHANNEL, {
      onMessage(hash) {
        made.age++;
        made.known.delete(hash);
      },
      onGap: forgetAll,
    });
    return made;
  });

/**
 * The organization a bearer Access Key acts as, or null where the key is unknown, revoked or expired.
 *
 * Keys act as the organization, never as a person; a key bound to a project reaches that project only.
 * Good keys are remembered for as long as the database tells this process which were revoked; while it
 * cannot, every call asks. Notes the use at most once a minute.
 *
 * Source: Dynamiq docs, Core Concepts, “Access Key vs. Personal Access Token”
 */
export async function findAccessKey(key: string): Promise<Actor | null> {
  if (!isSecret("access_key", key)) return null;
  const hash = hashOf(key);
  const { known } = cache();
  const found = known.get(hash) ?? (await read(hash));
  if (!found || found.expiresAt <= Date.now()) return null;
  noteUse("access_key", found.actor.keyId);
  return found.actor;
}

/** Has this process ask the database for the key at its next use, without waiting to be told. */
export function forgetAccessKey(hash: string): void {
  cache().age++;
  cache().known.delete(hash);
}

async function read(hash: string): Promise<Known | null> {
  const at = cache();
  const { age } = at;
  const { rows } = await pool().query<{
    id: string;
    organization_id: string;
    project_id: string | null;
    expires_at: Date | null;
  }>(
    `select id, organization_id, project_id, expires_at from access_key
     where hash = $1 and (expires_at is null or expires_at > now())`,
    [hash],
  );
  const row = rows[0];
  if (!row) return null;
  const found: Known = {
    actor: { kind: "access_key", keyId: row.id, organizationId: row.organization_id, projectId: row.project_id },
    expiresAt: row.expires_at?.getTime() ?? Number.POSITIVE_INFINITY,
  };
  // A key revoked between the query and here has raised the age; it must not be remembered.
  if (listener().isListening(CHANNEL) && at.age === age) {
    if (at.known.size >= KEYS_MAX) at.known.clear();
    at.known.set(hash, found);
  }
  return found;
}
