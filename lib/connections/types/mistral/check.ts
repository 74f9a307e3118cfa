import "server-only";
import { type Check, expectOk, text } from "../../check";

/** Lists the models. */
export const checkMistral: Check = async (fields, { fetch, signal }) => {
  const headers = { authorization: `Bearer ${text(fields, "api_key")}` };
  await expectOk(await fetch("https://api.mistral.ai/v1/models", { headers, signal }));
};
