import "server-only";
import type { Actor } from "@/lib/auth/context";
import { pool } from "@/lib/db/client";
import { hashOf, isSecret } from "./secret";
import { noteUse } from "./use";

/** The person a Personal Access Token stands for, or null where it is unknown, revoked or expired. */
export async function findPersonalAccessToken(token: string): Promise<Actor | null> {
  if (!isSecret("pat", token)) return null;
  const { rows } = await pool().query<{ id: string; user_id: string }>(
    "select id, user_id from personal_access_token where hash = $1 and (expires_at is null or expires_at > now())",
    [hashOf(token)],
  );
  const row = rows[0];
  if (!row) return null;
  noteUse("personal_access_token", row.id);
  return { kind: "person", userId: row.user_id, via: "pat" };
}
