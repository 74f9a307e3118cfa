import "server-only";
import { secretNames } from "@/lib/connections/define";
import { connectionDefinitions } from "@/lib/connections/definitions";
import type { Json } from "@/lib/core/json";
import type { Redactor } from "./redact";

/** Fields of a connection type we do not know that are taken for secret. */
const SECRET_NAME = /key|token|secret|pass|auth|credential|header|private|cert/i;

const namesByType: ReadonlyMap<string, readonly string[]> = new Map(
  connectionDefinitions.map((definition) => [definition.type, secretNames(definition)]),
);

/** Has the redactor know what is secret of a connection. */
export function learnFields(type: string, fields: Readonly<Record<string, Json>>, redactor: Redactor): void {
  const names = namesByType.get(type) ?? Object.keys(fields).filter((name) => SECRET_NAME.test(name));
  for (const name of names) redactor.learn(fields[name]);
}
