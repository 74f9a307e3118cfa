import "server-only";
import { type Check, expectOk, text } from "../../check";

/** Lists the models. The key goes into a header: a URL may end up in somebody's log. */
export const checkGemini: Check = async (fields, { fetch, signal }) => {
  const headers = { "x-goog-api-key": text(fields, "api_key") };
  await expectOk(
    await fetch("https://generativelanguage.googleapis.com/v1beta/models?pageSize=1", { headers, signal }),
  );
};
