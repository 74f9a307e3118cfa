import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { definitionOf } from "@/lib/nodes/definitions";
import { aFlow, type NodeSketch } from "@/lib/testing/engine";
import { problemsOf } from "./problems";
import { runFlow } from "./run";

const INPUT = { id: "input", type: "dynamiq.nodes.utils.Input" };
const PASS = "dynamiq.nodes.operators.Pass";
const CHOICE = "dynamiq.nodes.operators.Choice";
const pass = (id: string, rest: Record<string, unknown> = {}): NodeSketch => ({
  id,
  type: PASS,
  after: ["input"],
  ...rest,
});
const output = (after: readonly string[], rest: Record<string, unknown> = {}): NodeSketch => ({
  id: "output",
  type: "dynamiq.nodes.utils.Output",
  after,
  input_transformer: { selector: { output: "$.query" } },
  ...rest,
});

/** What is told of a flow, as `node: path: message`, errors first marked with `!`. */
const told = (nodes: readonly NodeSketch[], options = {}): string[] =>
  problemsOf(aFlow(nodes), definitionOf, options).map(
    ({ nodeId, path, message, severity }) =>
      `${severity === "error" ? "!" : "?"} ${nodeId ?? "flow"}: ${path}: ${message}`,
  );

test("a sound flow has no problems", () => {
  expect(told([INPUT, pass("a"), pass("b", { after: ["a"] }), output(["b"])])).toEqual([]);
});

describe("is told, with node and field:", () => {
  test.each<[string, NodeSketch[], string[]]>([
    ["no Input", [output([])], ["! flow: : The workflow has no Input. Add one."]],
    ["no Output", [INPUT], ["! flow: : The workflow has no Output. Add one."]],
    [
      "two Outputs",
      [INPUT, output(["input"]), { ...output(["input"]), id: "output-2" }],
      ["! output-2: : A workflow has one Output. Remove this one."],
    ],
    [
      "an id twice",
      [INPUT, pass("a"), pass("a"), output(["a"])],
      ["! a: id: Another node has the id “a”. Every node needs its own."],
    ],
    [
      "a name twice",
      [INPUT, pass("a", { name: "x" }), pass("b", { name: "x" }), output(["a", "b"])],
      ["! b: name: Another node is called “x”. Give this one a name of its own."],
    ],
    [
      "a name that is another's id",
      [INPUT, pass("a"), pass("b", { name: "a" }), output(["a", "b"])],
      ["! b: name: “a” is the id of another node. Give this one another name."],
    ],
    [
      "an unknown type",
      [INPUT, pass("a", { type: "dynamiq.nodes.x.Y" }), output(["a"])],
      ["! a: type: There is no node of the type “dynamiq.nodes.x.Y” here."],
    ],
    [
      "an unknown key",
      [INPUT, pass("a", { colour: "red" }), output(["a"])],
      ["! a: colour: Pass has no field “colour”. Remove it, or import with unknown keys kept."],
    ],
    [
      "a key that is nearly right",
      [INPUT, pass("a", { inputTransformer: {} }), output(["a"])],
      ["! a: inputTransformer: Pass has no field “inputTransformer”. Did you mean “input_transformer”?"],
    ],
    [
      "a setting that is wrong",
      [INPUT, pass("a", { type: "dynamiq.nodes.tools.HttpApiCall", timeout: 0 }), output(["a"])],
      ["! a: timeout: Give at least 0.1 seconds."],
    ],
    [
      "a missing connection",
      [
        INPUT,
        pass("a", {
          type: "dynamiq.nodes.llms.OpenAI",
          model: "m",
          prompt: { messages: [{ role: "user", content: "x" }] },
        }),
        output(["a"]),
      ],
      ["! a: connection: Choose a connection."],
    ],
    [
      "a dependency that is not there",
      [INPUT, pass("a", { after: ["input", "ghost"] }), output(["a"])],
      ["! a: depends.1.node: It waits for “ghost”, which is not in the workflow."],
    ],
    [
      "a node that waits for itself",
      [INPUT, pass("a", { after: ["input", "a"] }), output(["a"])],
      ["! a: depends.1.node: A node cannot wait for itself."],
    ],
    [
      "a dependency twice",
      [INPUT, pass("a", { after: ["input", "input"] }), output(["a"])],
      ["! a: depends.1: It waits for “input” twice."],
    ],
    [
      "an option of a node that has none",
      [INPUT, pass("a", { depends: [{ node: "input", option: "x" }] }), output(["a"])],
      ["! a: depends.0.option: “input” has no branches to choose from."],
    ],
    [
      "an option that is not there",
      [
        INPUT,
        pass("c", { type: CHOICE, options: [{ id: "if" }] }),
        pass("a", { depends: [{ node: "c", option: "x" }] }),
        output(["a"]),
      ],
      ["! a: depends.0.option: “c” has no branch “x”."],
    ],
    [
      "a condition on an edge that cannot be read",
      [
        INPUT,
        pass("a", { depends: [{ node: "input", condition: { operator: "string-regexp", value: "(" } }] }),
        output(["a"]),
      ],
      ["! a: depends.0.condition.value: “(” is not a regular expression: missing closing ): `(`."],
    ],
    [
      "more than ten branches",
      [
        INPUT,
        pass("c", {
          type: CHOICE,
          options: Array.from({ length: 11 }, (_, n) => ({
            id: `o${n}`,
            condition: { operator: "string-equals", value: n },
          })),
        }),
        output(["c"]),
      ],
      ["! c: options: A Choice has 10 branches at most."],
    ],
    [
      "a branch's condition that cannot be read",
      [
        INPUT,
        pass("c", { type: CHOICE, options: [{ id: "if", condition: { operator: "string-equals", variable: "$." } }] }),
        output(["c"]),
      ],
      [
        "! c: options.0.condition.variable: “$.” is no path. Write one like $.node.output.content, with names that are not plain words in $['…'].",
      ],
    ],
    [
      "branches after one that always matches",
      [INPUT, pass("c", { type: CHOICE, options: [{ id: "a" }, { id: "b" }] }), output(["c"])],
      ["? c: options.0: A branch without a condition always matches, so those after it never do."],
    ],
    [
      "a fault in a Map's inner node",
      [
        INPUT,
        pass("m", {
          type: "dynamiq.nodes.operators.Map",
          node: { type: "dynamiq.nodes.tools.HttpApiCall", timeout: 0, nope: 1 },
        }),
        output(["m"]),
      ],
      [
        "! m: node.nope: HTTP API call has no field “nope”. Remove it, or import with unknown keys kept.",
        "! m: node.timeout: Give at least 0.1 seconds.",
      ],
    ],
    [
      "a Map without a node",
      [INPUT, pass("m", { type: "dynamiq.nodes.operators.Map" }), output(["m"])],
      ["! m: node: Choose the node to run for every item."],
    ],
    [
      "a template that cannot be read",
      [INPUT, pass("t", { type: "dynamiq.nodes.transformers.TextTemplate", template: "{{ a" }), output(["t"])],
      ["! t: template: The template (line 1): {{ is never closed with }}."],
    ],
    [
      "a selector that names no node",
      [INPUT, pass("a", { input_transformer: { selector: { x: "$.ghost.output.y" } } }), output(["a"])],
      ["! a: input_transformer.selector.x: There is no node “ghost” in the workflow. Choose another value."],
    ],
    [
      "a selector that names a node on another branch",
      [INPUT, pass("a"), pass("b", { input_transformer: { selector: { x: "$.a.output" } } }), output(["a", "b"])],
      [
        "? b: input_transformer.selector.x: “a” does not come before this node, so it may not have run yet. Connect them.",
      ],
    ],
    [
      "a selector that names its own node",
      [INPUT, pass("a", { input_transformer: { selector: { x: "$.a.output" } } }), output(["a"])],
      ["! a: input_transformer.selector.x: A node cannot look at its own result."],
    ],
    [
      "an id that would have to be quoted",
      [INPUT, pass("a", { input_transformer: { selector: { x: "$.3fa85f64-5717.output.x" } } }), output(["a"])],
      [
        "! a: input_transformer.selector.x: “$.3fa85f64-5717.output.x” is no path, so it is passed on as text. Put names that are not plain words in $['…'].",
      ],
    ],
    [
      "an entry that would fail the node",
      [INPUT, pass("a", { input_transformer: { selector: { x: "{{name}}" } } }), output(["a"])],
      [
        "! a: input_transformer.selector.x: “{{name}}” is no path: “{” at position 1 cannot stand in one. Put names with special characters into $['…'].",
      ],
    ],
    [
      "a path that is none",
      [INPUT, pass("a", { output_transformer: { path: "hello world" } }), output(["a"])],
      [
        "! a: output_transformer.path: “hello world” is no path. Write one like $.node.output.content, with names that are not plain words in $['…'].",
      ],
    ],
    [
      "an Output field that is not mapped",
      [INPUT, output(["input"], { input_transformer: null })],
      [
        "? output: input_transformer.selector.output: “output” is not mapped: an unmapped Output field returns nothing.",
      ],
    ],
    [
      "an Output that waits for nothing",
      [INPUT, output([])],
      ["? output: depends: Nothing leads to Output, so it answers before the other nodes have run."],
    ],
    [
      "a node that stands alone",
      [INPUT, pass("a", { after: [] }), output(["input"])],
      ["? a: : This node is connected to nothing: it runs at once, and nobody waits for it."],
    ],
  ])("%s", (_what, nodes, expected) => {
    const schema = { type: "object", properties: { output: { type: "Any", required: true } } };
    const complete = nodes.map((node) => (node.id === "output" ? { ...node, schema } : node));
    expect(told(complete)).toEqual(expected);
  });

  test("a cycle, by the names of its nodes, at each of them and at no other", () => {
    const nodes = [
      INPUT,
      pass("a", { after: ["input", "c"] }),
      pass("b", { after: ["a"] }),
      pass("c", { after: ["b"] }),
    ];
    const message = "depends: These nodes wait for each other: “b” → “c” → “a” → “b”. Remove one of the edges.";
    expect(told([...nodes, output(["c"])])).toEqual(["a", "b", "c"].map((id) => `! ${id}: ${message}`));
  });
});

test("unknown keys are let be where the check is lenient, and of a type that keeps them", () => {
  const nodes = [INPUT, pass("a", { colour: "red" }), output(["a"])];
  expect(told(nodes, { lenient: true })).toEqual([]);
  const llm = {
    type: "dynamiq.nodes.llms.OpenAI",
    connection: "c",
    model: "m",
    prompt: { messages: [{ role: "user", content: "x" }] },
  };
  expect(told([INPUT, pass("a", { ...llm, service_tier: "flex" }), output(["a"])])).toEqual([]);
});

test("a path into the workflow's own input is no node's", () => {
  const schema = { type: "object", properties: { order: { type: "object" } } };
  const selector = { x: "$.order.output", y: "$.anything", z: "$.user_id" };
  expect(told([{ ...INPUT, schema }, pass("a", { input_transformer: { selector } }), output(["a"])])).toEqual([]);
});

test("a field that is hidden by a node of its name is told", () => {
  const schema = { type: "object", properties: { input: { type: "Any" } } };
  const selector = { x: "$.input", y: "$.input.output.input" };
  expect(told([{ ...INPUT, schema }, pass("a", { input_transformer: { selector } }), output(["a"])])).toEqual([
    "? a: input_transformer.selector.x: “$.input” is the result of the node “input”, which hides the workflow's field of that name. Write $.input.output.input.",
  ]);
});

test("ids that are no slugs are usable where they are quoted", () => {
  const id = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
  const selector = { output: `$['${id}'].output` };
  expect(told([INPUT, pass(id, { name: "nice" }), output([id], { input_transformer: { selector } })])).toEqual([]);
});

test("a flow of hostile values is checked without a throw", () => {
  const hostile = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom<unknown>("$..", "{{", "(", [], {}, { type: PASS }, [{ id: "x" }]),
  );
  const types = fc.constantFrom(
    PASS,
    CHOICE,
    "dynamiq.nodes.operators.Map",
    "dynamiq.nodes.llms.OpenAI",
    "dynamiq.nodes.tools.HttpApiCall",
    "constructor",
    "__proto__",
  );
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          type: types,
          options: hostile,
          node: hostile,
          schema: hostile,
          template: hostile,
          prompt: hostile,
        }),
        { maxLength: 6 },
      ),
      (plans) => {
        const nodes = plans.map((plan, index) => ({ id: `n${index}`, after: [`n${(index * 7) % 5}`], ...plan }));
        expect(Array.isArray(problemsOf(aFlow(nodes), definitionOf))).toBe(true);
      },
    ),
  );
});

test("a flow that has no errors can be started, and one with a cycle cannot", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.nat(9), { maxLength: 3 }), { minLength: 1, maxLength: 10 }),
      async (waits) => {
        const nodes = waits.map((others, index) => ({
          id: `n${index}`,
          type: PASS,
          after: [...new Set(others.filter((other) => other < waits.length).map((other) => `n${other}`))],
        }));
        const flow = aFlow(nodes);
        const isSound = problemsOf(flow, definitionOf).every(({ path }) => !path.startsWith("depends"));
        const run = runFlow(flow, {}, async () => null, { signal: new AbortController().signal, emit: () => {} });
        if (isSound) await expect(run).resolves.toMatchObject({ status: "success" });
        else await expect(run).rejects.toThrow(/cannot run/);
      },
    ),
  );
});
