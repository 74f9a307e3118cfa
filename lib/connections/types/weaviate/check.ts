import "server-only";
import { type Check, expectOk, hostUrl, join, number, text } from "../../check";

/** Reads the server's description. */
export const checkWeaviate: Check = async (fields, { fetch, signal }) => {
  const isCustom = text(fields, "deployment_type") === "custom";
  const port = number(fields, "http_port");
  const base = isCustom ? hostUrl(text(fields, "http_host"), port, port === 443) : text(fields, "url");
  const headers = { authorization: `Bearer ${text(fields, "api_key")}` };
  await expectOk(await fetch(join(base, "v1/meta"), { headers, signal }));
};
