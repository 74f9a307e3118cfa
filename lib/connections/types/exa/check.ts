import "server-only";
import { type Check, expectOk, join, text } from "../../check";

/** Sends a search without a query: a good key is told what is missing, a bad one is refused. Nothing is charged. */
export const checkExa: Check = async (fields, { fetch, signal }) => {
  const headers = { "x-api-key": text(fields, "api_key"), "content-type": "application/json" };
  const url = join(text(fields, "url"), "search");
  await expectOk(await fetch(url, { method: "POST", headers, body: "{}", signal }), [400, 422]);
};
