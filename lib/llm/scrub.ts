/** Takes credentials out of a text. */
export type Scrub = (text: string) => string;

const MASK = "•••";
/** A run of this many characters of a secret gives too much of it away. */
const RUN = 8;
const TEXT_MAX = 8192;

/** What credentials look like, whoever they belong to: providers quote keys, in whole or in part. */
const LOOKS_SECRET = [
  /\b(?:sk|pk|rk|gsk|xai|key|hf|r8|pplx|fw|nvapi)[-_][\w*.•-]{6,}/gi,
  /\bAIza[\w*-]{6,}/g,
  /\b(?:AKIA|ASIA)[A-Z0-9*]{6,}/g,
  /\b(?:Bearer|Basic)\s+[\w.~+/=*•-]{6,}/gi,
  /\beyJ[\w-]{8,}\.[\w-]+\.?[\w-]*/g,
  /\b(?:dyn_pat_|dynamiq_acc_)\w+/g,
  /([?&](?:key|api[-_]?key|token|signature|x-amz-[\w-]+)=)[^&\s"']+/gi,
];

/**
 * A function that removes these secrets from a text, also where they stand in part, encoded (base64, URL,
 * JSON), and whatever else looks like a credential. The text is bounded first.
 */
export function scrubber(secrets: readonly unknown[]): Scrub {
  const known = secrets
    .filter((secret): secret is string => typeof secret === "string" && secret.length >= 4)
    .flatMap((secret) => [
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      Buffer.from(secret).toString("base64").replace(/=+$/, ""),
      Buffer.from(secret).toString("base64url"),
    ]);
  const forms = [...new Set(known)];
  return (text) => {
    const masked = withoutRuns(text.slice(0, TEXT_MAX), forms);
    return LOOKS_SECRET.reduce((clean, pattern) => clean.replace(pattern, keepName), masked);
  };
}

const keepName = (_match: string, name: unknown): string => (typeof name === "string" ? `${name}${MASK}` : MASK);

/** The text with every run of a secret's characters masked: all are looked for before any is, as they may overlap. */
function withoutRuns(text: string, secrets: readonly string[]): string {
  const hidden = new Set<number>();
  for (const secret of secrets) {
    const length = Math.min(RUN, secret.length);
    for (let start = 0; start + length <= secret.length; start += 1) {
      const run = secret.slice(start, start + length);
      for (let at = text.indexOf(run); at >= 0; at = text.indexOf(run, at + 1)) {
        for (let index = at; index < at + length; index += 1) hidden.add(index);
      }
    }
  }
  if (hidden.size === 0) return text;
  let clean = "";
  for (let index = 0; index < text.length; index += 1) {
    if (!hidden.has(index)) clean += text[index];
    else if (!hidden.has(index - 1)) clean += MASK;
  }
  return clean;
}
