import type { Json } from "@/lib/core/json";

/** A call to an app, written out so that it runs when pasted. */
export type Snippet = {
  readonly title: string;
  readonly language: "curl" | "Python" | "TypeScript";
  readonly code: string;
};

export type SnippetOptions = {
  url: string;
  /** A public app needs no key. */
  isPublic: boolean;
  input: Readonly<Record<string, Json>>;
  isStreamed: boolean;
};

/** The environment variable the snippets read the key from, so that no key is pasted into a file. */
export const KEY_VARIABLE = "DYNAMIQ_ACCESS_KEY";

export const snippetsOf = (options: SnippetOptions): readonly Snippet[] => [
  { title: "curl", language: "curl", code: curl(options) },
  { title: "Python", language: "Python", code: python(options) },
  { title: "TypeScript", language: "TypeScript", code: typescript(options) },
];

const bodyOf = ({ input, isStreamed }: SnippetOptions): string =>
  JSON.stringify(isStreamed ? { input, stream: true } : { input }, null, 2);

/** Text inside single quotes of a shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

function curl(options: SnippetOptions): string {
  const lines = [
    `curl ${options.isStreamed ? "-N " : ""}${quoted(options.url)}`,
    ...(options.isPublic ? [] : [`  -H "Authorization: Bearer $${KEY_VARIABLE}"`]),
    "  -H 'Content-Type: application/json'",
    `  -d ${quoted(bodyOf(options))}`,
  ];
  return lines.join(" \\\n");
}

function python(options: SnippetOptions): string {
  const headers = options.isPublic
    ? `{"Content-Type": "application/json"}`
    : `{\n        "Authorization": "Bearer " + os.environ["${KEY_VARIABLE}"],\n        "Content-Type": "application/json",\n    }`;
  const read = options.isStreamed
    ? [
        "with urllib.request.urlopen(request) as response:",
        "    for line in response:",
        '        if line.startswith(b"data: "):',
        "            print(json.loads(line[6:]))",
      ]
    : ["with urllib.request.urlopen(request) as response:", '    print(json.load(response)["output"])'];
  return [
    "import json",
    ...(options.isPublic ? [] : ["import os"]),
    "import urllib.request",
    "",
    "request = urllib.request.Request(",
    `    ${JSON.stringify(options.url)},`,
    `    data=json.dumps(${pythonLiteral({ input: options.input, ...(options.isStreamed && { stream: true }) })}).encode(),`,
    `    headers=${headers},`,
    ")",
    ...read,
  ].join("\n");
}

/** JSON as Python writes it: True, False and None. Strings are alike in both. */
function pythonLiteral(value: Json): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (Array.isArray(value)) return `[${value.map(pythonLiteral).join(", ")}]`;
  if (typeof value === "object") {
    return `{${Object.entries(value)
      .map(([key, part]) => `${JSON.stringify(key)}: ${pythonLiteral(part)}`)
      .join(", ")}}`;
  }
  return JSON.stringify(value);
}

function typescript(options: SnippetOptions): string {
  const headers = [
    ...(options.isPublic ? [] : [`    Authorization: \`Bearer \${process.env.${KEY_VARIABLE}}\`,`]),
    '    "Content-Type": "application/json",',
  ];
  const read = options.isStreamed
    ? [
        "const decoder = new TextDecoder();",
        'let rest = "";',
        "for await (const part of response.body) {",
        "  rest += decoder.decode(part, { stream: true });",
        '  const lines = rest.split("\\n");',
        '  rest = lines.pop() ?? "";',
        "  for (const line of lines) {",
        '    if (line.startsWith("data: ")) console.log(JSON.parse(line.slice(6)));',
        "  }",
        "}",
      ]
    : ["const { output } = await response.json();", "console.log(output);"];
  return [
    `const response = await fetch(${JSON.stringify(options.url)}, {`,
    '  method: "POST",',
    "  headers: {",
    ...headers,
    "  },",
    `  body: JSON.stringify(${bodyOf(options).replaceAll("\n", "\n  ")}),`,
    "});",
    "if (!response.ok) throw new Error(await response.text());",
    ...read,
  ].join("\n");
}
