import "server-only";
import type { Scope } from "@/lib/auth/scope";
import type { OpenConnection } from "@/lib/nodes/context";

/**
 * A connection with every field's value, secrets too: what is stored, else the environment's default
 * (where the operator allows it), else the type's.
 *
 * @throws AppError `not_found` where the project has none of that id, `unprocessable`, naming the field and its
 * environment variable, where one that is needed has no value.
 */
export async function openConnection(_scope: Scope, _id: string): Promise<OpenConnection> {
  throw new Error("Not built yet.");
}
