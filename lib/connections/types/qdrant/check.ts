import "server-only";
import { type Check, expectOk, join, text } from "../../check";

/** Lists the collections. */
export const checkQdrant: Check = async (fields, { fetch, signal }) => {
  const headers = { "api-key": text(fields, "api_key") };
  await expectOk(await fetch(join(text(fields, "url"), "collections"), { headers, signal }));
};
