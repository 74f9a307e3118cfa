import "server-only";
import { type Check, expectOk, join, text } from "../../check";

/** Reads what the key has used. */
export const checkTavily: Check = async (fields, { fetch, signal }) => {
  const headers = { authorization: `Bearer ${text(fields, "api_key")}` };
  await expectOk(await fetch(join(text(fields, "url"), "usage"), { headers, signal }));
};
