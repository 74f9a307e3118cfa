import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { WorkflowFile } from "./file";
import { fromJson, toJson } from "./json";
import { fromYaml, toYaml } from "./yaml";

const file: WorkflowFile = {
  name: "answer",
  description: "Answers.",
  flow: {
    id: "flow-1",
    max_node_workers: 4,
    nodes: [
      {
        id: "input",
        name: "input",
        type: "dynamiq.nodes.utils.Input",
        schema: { properties: { input: { type: "Any" } } },
      },
      {
        id: "llm",
        name: "llm",
        type: "dynamiq.nodes.llms.OpenAI",
        connection: "c1",
        prompt: { messages: [{ role: "user", content: "Say {{ x }} for $" + "{y} and yes" }] },
        depends: [{ node: "input" }],
        unknown_key: { kept: [1, "no", null] },
      },
    ],
  },
  flow_ui: null,
  connections: [
    { id: "c1", name: "c1", type: "dynamiq.connections.OpenAI", fields: { url: "https://example.com/v1" } },
  ],
};

describe("YAML", () => {
  test("goes out and comes back the same, unknown keys and interpolation marks too", () => {
    const back = fromYaml(toYaml(file));
    expect(back).toEqual({ ...file, description: "" });
  });

  test("has the sections the SDK loads, ids as keys", () => {
    const written = parse(toYaml(file)) as Record<string, Record<string, unknown>>;
    expect(Object.keys(written)).toEqual(["connections", "nodes", "flows", "workflows"]);
    expect(written.connections?.c1).toEqual({ type: "dynamiq.connections.OpenAI", url: "https://example.com/v1" });
    expect(written.flows?.["flow-1"]).toMatchObject({ nodes: ["input", "llm"] });
    expect(written.workflows?.answer).toEqual({ flow: "flow-1" });
  });

  test("anchors, merges, shared prompts and inner references are resolved", () => {
    const text = [
      "vars: { base: &base { type: dynamiq.nodes.llms.OpenAI, model: gpt } }",
      "greeting: Hello",
      "prompts: { p: { messages: [{ role: user, content: '${greeting} {{name}}' }] } }",
      "nodes: { a: { <<: *base, prompt: p }, b: { <<: *base, model: '${vars.base.model}-2' } }",
      "flows: { f: { nodes: [a, b] } }",
      "workflows: { w: { flow: f } }",
    ].join("\n");
    const { flow, name } = fromYaml(text);
    expect(name).toBe("w");
    expect(flow.nodes[0]).toMatchObject({
      id: "a",
      model: "gpt",
      prompt: { messages: [{ content: "Hello {{name}}" }] },
    });
    expect(flow.nodes[1]).toMatchObject({ model: "gpt-2" });
  });

  test("the server's environment is not read", () => {
    process.env.TRANSFER_TEST_SECRET = "canary";
    const text =
      "connections: { c: { type: x, api_key: '${oc.env:TRANSFER_TEST_SECRET}' } }\nnodes: { a: { type: t } }\nflows: { f: { nodes: [a] } }";
    expect(JSON.stringify(fromYaml(text))).not.toContain("canary");
  });

  test.each([
    ["a tag that would make an object", "nodes: { a: !!js/function 'function(){}' }", /not YAML|no workflow|missing/],
    [
      "a bomb of aliases",
      `a: &a [x,x,x,x,x,x,x,x,x,x]\n${"bcdefgh"
        .split("")
        .map((c, i) => `${c}: &${c} [${Array(10).fill(`*${"abcdefg"[i]}`).join(",")}]`)
        .join("\n")}`,
      /aliases|missing|no workflow|exactly one/,
    ],
    ["an alias inside what it names", "flows: { f: &f { nodes: [*f] } }", /inside what it names/],
    ["twenty thousand brackets", `a: ${"[".repeat(20_000)}`, /nested too deep/],
    ["references in a circle", "a: '${b}'\nb: '${a}'", /circle/],
    [
      "a bomb of references",
      `${[..."abcdefgh"].map((c, i) => `${c}: '${`$\{${"bcdefghi"[i]}}`.repeat(10)}'`).join("\n")}\ni: xxxxxxxxxx`,
      /too much/,
    ],
    ["a reference to nothing", "a: '${b.c}'", /names a place/],
    ["a flow whose node is missing", "nodes: {}\nflows: { f: { nodes: [x] } }", /node “x”/],
    [
      "several workflows",
      "nodes: {}\nflows: { f: { nodes: [] } }\nworkflows: { a: { flow: f }, b: { flow: f } }",
      /several workflows/,
    ],
    ["a list", "- 1", /no workflow/],
    ["duplicate keys", "nodes: {}\nnodes: {}", /not YAML/],
  ])("%s is refused with a sentence", (_, text, message) => {
    expect(() => fromYaml(text)).toThrow(message);
  });
});

describe("JSON", () => {
  test("goes out and comes back the same", () => {
    expect(fromJson(toJson(file))).toEqual(file);
  });

  test("is read as the API answers it, and as a bare flow", () => {
    expect(fromJson(JSON.stringify({ data: { name: "n", flow: file.flow } })).flow).toEqual(file.flow);
    expect(fromJson(JSON.stringify(file.flow)).flow).toEqual(file.flow);
  });

  test.each(["", "{", "[]", '{"flow":{"id":1}}'])("%j is refused", (text) => {
    expect(() => fromJson(text)).toThrow();
  });
});

test("any settings of a node survive the way out and back, in either format", () => {
  const plain = fc.jsonValue({ maxDepth: 3 }).filter((value) => !JSON.stringify(value).includes("__proto__"));
  fc.assert(
    fc.property(
      fc.dictionary(fc.stringMatching(/^[a-z][a-z_]{0,9}$/), plain, { maxKeys: 6, noNullPrototype: true }),
      (extra) => {
        const node = { ...extra, id: "a", name: "a", type: "t" };
        const whole: WorkflowFile = { ...file, connections: [], flow: { id: "f", nodes: [node] } };
        const sent = JSON.parse(JSON.stringify(whole)) as WorkflowFile;
        expect(fromJson(toJson(sent)).flow).toEqual(sent.flow);
        expect(fromYaml(toYaml(sent)).flow).toEqual(sent.flow);
      },
    ),
    { numRuns: 300 },
  );
});
