import "server-only";
import type { InputJsonValue } from "@prisma/client/runtime/client";

/** A value that came out of JSON, as Prisma wants it typed. */
export const asJson = (value: object): InputJsonValue => value as InputJsonValue;
