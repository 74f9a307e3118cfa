import "server-only";
import { type Check, expectOk, text } from "../../check";

/** Lists the running sandboxes. */
export const checkE2b: Check = async (fields, { fetch, signal }) => {
  const headers = { "x-api-key": text(fields, "api_key") };
  await expectOk(await fetch(`https://api.${text(fields, "domain") || "e2b.app"}/sandboxes`, { headers, signal }));
};
