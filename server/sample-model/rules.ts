/** What the sample model does with a request, decided by fixed rules (README.md beside this file). */
export type Plan =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "calls"; readonly calls: readonly PlannedCall[] }
  | { readonly kind: "error"; readonly status: number }
  | { readonly kind: "hang" | "cut" | "rubbish" };

export type PlannedCall = { readonly name: string; readonly arguments: string };

export type Conversation = {
  readonly messages: readonly { readonly role: string; readonly text: string }[];
  readonly tools: readonly { readonly name: string; readonly parameters: unknown }[];
  /** "required", or the name of the tool that must be called. */
  readonly forcedTool: string | null;
  /** The schema the answer must fit, `true` for any JSON object, null for text. */
  readonly format: object | true | null;
};

const LABEL = "Sample model (no AI)";
const ERROR_STATUSES = new Set([400, 401, 403, 404, 408, 422, 429, 500, 502, 503, 529]);

/** The first rule that fits decides; the last user message goes before the system prompt. */
export function planFor({ messages, tools, forcedTool, format }: Conversation): Plan {
  const last = messages.at(-1);
  const user = messages.findLast(({ role }) => role === "user")?.text.trim() ?? "";
  const system = messages
    .filter(({ role }) => role === "system" || role === "developer")
    .map(({ text }) => text)
    .join("\n")
    .trim();
  if (last?.role === "tool") return { kind: "text", text: `${LABEL}: the tool answered: ${last.text.trim()}` };

  const calls = callsIn(user, tools) ?? forced(forcedTool, tools, user);
  if (calls) return { kind: "calls", calls };
  const planned = command(user, user) ?? command(system, user);
  if (format) {
    if (planned && planned.kind !== "text") return planned;
    return { kind: "text", text: jsonFor(format, planned?.text, user) };
  }
  return planned ?? { kind: "text", text: echo(user) };
}

function command(instructions: string, user: string): Plan | null {
  const error = /^error (\d{3})\b/im.exec(instructions);
  if (error && ERROR_STATUSES.has(Number(error[1]))) return { kind: "error", status: Number(error[1]) };
  const fault = /^(hang|cut|rubbish)\s*[.!]?$/im.exec(instructions);
  if (fault?.[1]) return { kind: fault[1].toLowerCase() as "hang" | "cut" | "rubbish" };

  const reply = /(?:^|\n)[ \t]*reply with:[ \t]*([\s\S]+)$/i.exec(instructions);
  if (reply?.[1]) return { kind: "text", text: reply[1].trim() };

  const classify = /\bclassify\b([\s\S]*?)\bas one of:[ \t]*([^\n.]+)\.?([\s\S]*)$/i.exec(instructions);
  if (classify) {
    const subject = instructions === user ? `${classify[1] ?? ""}\n${classify[3] ?? ""}` : user;
    return { kind: "text", text: label((classify[2] ?? "").split(","), subject) };
  }
  const words = /\bwrite (\d{1,5}) words\b/i.exec(instructions);
  if (words) return { kind: "text", text: prose(Math.min(Number(words[1]), 20_000)) };
  return null;
}

/** The first listed label that occurs in the text as a word, else the last of the list. */
function label(labels: readonly string[], text: string): string {
  const names = labels.map((name) => name.replace(/^\s*(?:or\s+)?["'`]?|["'`]?\s*$/gi, "")).filter(Boolean);
  const haystack = ` ${text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ")} `;
  const needle = (name: string) =>
    ` ${name
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim()} `;
  return names.find((name) => haystack.includes(needle(name))) ?? names.at(-1) ?? "";
}

function callsIn(text: string, tools: Conversation["tools"]): PlannedCall[] | null {
  const calls = [...text.matchAll(/\bcall ([\w-]+)/gi)].flatMap((match) => {
    const tool = tools.find(({ name }) => name === match[1]);
    return tool ? [{ name: tool.name, arguments: argumentsFor(tool, text.slice(match.index + match[0].length)) }] : [];
  });
  return calls.length > 0 ? calls : null;
}

function forced(name: string | null, tools: Conversation["tools"], text: string): PlannedCall[] | null {
  if (name === null) return null;
  const tool = tools.find((candidate) => candidate.name === name) ?? tools[0];
  return tool ? [{ name: tool.name, arguments: argumentsFor(tool, text) }] : null;
}

/** The first JSON object in the text; where there is none, one made from the tool's parameters. */
function argumentsFor({ parameters }: Conversation["tools"][number], text: string): string {
  return objectIn(text) ?? JSON.stringify(exampleOf(parameters, text.trim()) ?? {});
}

function objectIn(text: string): string | null {
  const start = text.indexOf("{");
  for (let end = text.indexOf("}", start); start >= 0 && end > 0; end = text.indexOf("}", end + 1)) {
    const candidate = text.slice(start, end + 1);
    try {
      JSON.parse(candidate);
      return candidate;
    } catch {
      // Not closed yet: try the next brace.
    }
  }
  return null;
}

function jsonFor(format: object | true, text: string | undefined, user: string): string {
  const given = objectIn(text ?? "");
  if (given) return given;
  const answer = text ?? echo(user);
  return JSON.stringify(format === true ? { answer } : (exampleOf(format, answer) ?? { answer }));
}

/** A small value that fits a JSON schema: texts hold `text`, numbers 1, choices their first. */
function exampleOf(schema: unknown, text: string, depth = 0): unknown {
  if (typeof schema !== "object" || schema === null || depth > 8) return undefined;
  const { type, properties, items, enum: choices, anyOf, default: preset } = schema as Record<string, unknown>;
  if (preset !== undefined) return preset;
  if (Array.isArray(choices)) return choices.find((choice) => text.includes(String(choice))) ?? choices[0];
  if (Array.isArray(anyOf)) return exampleOf(anyOf[0], text, depth + 1);
  switch (Array.isArray(type) ? type[0] : (type ?? (properties ? "object" : undefined))) {
    case "object":
      return Object.fromEntries(
        Object.entries((properties ?? {}) as Record<string, unknown>).map(([name, part]) => [
          name,
          exampleOf(part, text, depth + 1) ?? null,
        ]),
      );
    case "array":
      return items ? [exampleOf(items, text, depth + 1) ?? null] : [];
    case "string":
      return text;
    case "number":
    case "integer":
      return Number(/-?\d+/.exec(text)?.[0] ?? 1);
    case "boolean":
      return true;
    default:
      return null;
  }
}

const echo = (user: string): string =>
  user ? `${LABEL}: you said “${user}”.` : `${LABEL}: there was nothing to answer.`;

const WORDS =
  "this text was not written by a model it repeats the same few plain words in a fixed order so that a long answer can be streamed measured and compared".split(
    " ",
  );

/** Exactly `count` words, in sentences of twelve. */
function prose(count: number): string {
  return Array.from({ length: count }, (_, index) => {
    const word = WORDS[index % WORDS.length] ?? "";
    const opened = index % 12 === 0 ? word.charAt(0).toUpperCase() + word.slice(1) : word;
    return index % 12 === 11 || index === count - 1 ? `${opened}.` : opened;
  }).join(" ");
}
