import "server-only";
import { type Check, expectOk, join, text } from "../../check";

/** Lists the models. */
export const checkOpenai: Check = async (fields, { fetch, signal }) => {
  const headers = { authorization: `Bearer ${text(fields, "api_key")}` };
  await expectOk(await fetch(join(text(fields, "url"), "models"), { headers, signal }));
};
