import "server-only";
import type { Scope } from "@/lib/auth/scope";
import { AppError } from "@/lib/core/errors";
import type { OpenConnection } from "@/lib/nodes/context";
import { definitionFor, type KeptFields, keptFields, parseFields, resolveFields } from "./fields";
import * as connections from "./repository";

/**
 * A connection with every field's value, secrets too: what is stored, else the environment's default
 * (where the operator allows it), else the type's.
 *
 * @throws AppError `not_found` where the project has none of that id; `unprocessable`, naming the field and its
 * environment variable, where one that is needed has no value.
 */
export async function openConnection(scope: Scope, id: string): Promise<OpenConnection> {
  const { name, type, ...kept } = await connections.openRow(scope, id);
  return complete({ id, name, type }, kept);
}

/**
 * A connection that is written into a flow instead of chosen, with the same defaults and the same errors. Its
 * addresses are judged here, for nobody did as it was saved.
 *
 * @throws AppError as `openConnection`, and `bad_request` for an unknown type or field and a refused address
 */
export function openWrittenOut({ id, type, name, fields }: OpenConnection): OpenConnection {
  const definition = definitionFor(type);
  return complete({ id, name, type }, keptFields(definition, parseFields(definition, fields), null));
}

function complete({ id, name, type }: Pick<OpenConnection, "id" | "name" | "type">, kept: KeptFields): OpenConnection {
  const { fields, missing } = resolveFields(definitionFor(type), kept);
  const [[field, sentence] = []] = Object.entries(missing);
  if (field !== undefined) {
    throw new AppError("unprocessable", `The connection “${name}” is incomplete. ${sentence}`, {
      details: Object.fromEntries(Object.entries(missing).map(([at, text]) => [`connection.${at}`, text])),
    });
  }
  return { id, type, name, fields };
}
