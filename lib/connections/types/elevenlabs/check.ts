import "server-only";
import { type Check, expectOk, join, text } from "../../check";

/** Reads the account. A key that may do less is good too: then the answer says what it may not. */
export const checkElevenlabs: Check = async (fields, { fetch, signal }) => {
  const headers = { "xi-api-key": text(fields, "api_key") };
  const response = await fetch(join(text(fields, "url"), "user"), { headers, signal });
  if (response.status === 401 && (await response.clone().text()).includes("missing_permissions")) return;
  await expectOk(response);
};
