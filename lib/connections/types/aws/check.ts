import "server-only";
import { createHash, createHmac } from "node:crypto";
import { type Check, expectOk, text } from "../../check";

/** Asks the Security Token Service whose credentials these are: every AWS identity may ask that. */
export const checkAws: Check = async (fields, { fetch, signal }) => {
  const region = text(fields, "region");
  const url = new URL(`https://sts.${region}.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15`);
  await expectOk(await fetch(url, { headers: signed(url, region, fields, new Date()), signal }));
};

/**
 * Headers of a GET without a body, signed for STS.
 *
 * Source: AWS, Signature Version 4
 */
function signed(url: URL, region: string, fields: Parameters<Check>[0], now: Date): Record<string, string> {
  const time = now.toISOString().replace(/[-:]|\.\d+/g, "");
  const day = time.slice(0, 8);
  const token = text(fields, "session_token");
  const headers: Record<string, string> = { host: url.host, "x-amz-date": time };
  if (token) headers["x-amz-security-token"] = token;
  const names = Object.keys(headers).sort();
  const request = [
    "GET",
    url.pathname,
    url.searchParams.toString(),
    ...names.map((name) => `${name}:${headers[name]}`),
    "",
    names.join(";"),
    sha256(""),
  ].join("\n");
  const scope = `${day}/${region}/sts/aws4_request`;
  const toSign = ["AWS4-HMAC-SHA256", time, scope, sha256(request)].join("\n");
  const key = [day, region, "sts", "aws4_request"].reduce<string | Buffer>(
    (secret, part) => hmac(secret, part),
    `AWS4${text(fields, "secret_access_key")}`,
  );
  const signature = hmac(key, toSign).toString("hex");
  const credential = `${text(fields, "access_key_id")}/${scope}`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names.join(";")}, Signature=${signature}`;
  const { host: _host, ...sent } = headers;
  return { ...sent, authorization, accept: "application/json" };
}

const sha256 = (value: string): string => createHash("sha256").update(value).digest("hex");
const hmac = (key: string | Buffer, value: string): Buffer => createHmac("sha256", key).update(value).digest();
