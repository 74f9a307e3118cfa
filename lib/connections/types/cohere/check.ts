import "server-only";
import { type Check, expectOk, text } from "../../check";

/** Lists the models. */
export const checkCohere: Check = async (fields, { fetch, signal }) => {
  const headers = { authorization: `Bearer ${text(fields, "api_key")}` };
  await expectOk(await fetch("https://api.cohere.com/v1/models?page_size=1", { headers, signal }));
};
