import "server-only";
import { type Check, expectOk, text } from "../../check";

/** Lists the models. */
export const checkAnthropic: Check = async (fields, { fetch, signal }) => {
  const headers = { "x-api-key": text(fields, "api_key"), "anthropic-version": "2023-06-01" };
  await expectOk(await fetch("https://api.anthropic.com/v1/models?limit=1", { headers, signal }));
};
