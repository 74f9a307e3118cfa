import type { Connection } from "@/lib/connections/contract";
import { llmEntries } from "@/lib/llm/entries";
import type { FlowDocument } from "@/lib/workflows/contract";

/** Types of connection that a model node can use. */
export const MODEL_CONNECTION_TYPES: readonly string[] = [
  ...new Set(llmEntries.flatMap(({ connections }) => connections)),
].filter((type) => type.startsWith("dynamiq.connections.") && !type.includes("Http"));

type Model = Pick<Connection, "id" | "type" | "is_sample">;

const entryOf = ({ type }: Model) => llmEntries.find(({ connections }) => connections.includes(type));

/** A model of the provider that is quick and cheap where its list has one; the sample model has its own. */
function suggestedModel(connection: Model): string {
  if (connection.is_sample) return "sample";
  const names = entryOf(connection)?.models.map(({ id }) => id) ?? [];
  return names.find((name) => /mini|haiku|flash|small|lite/i.test(name)) ?? names[0] ?? "";
}

/**
 * “Answer and route”: a model sorts a question, Choice takes one of three ways (two answers by the model, one call of
 * an address), and Output gives back the topic and what came of the way that was taken. Runs as it is.
 *
 * @param statusUrl what the HTTP node calls: an address that answers with JSON
 */
export function answerAndRoute(id: string, connection: Model, statusUrl: string): FlowDocument {
  const ask = (node: string, name: string, system: string, rest: object) => ({
    id: node,
    name,
    type: `dynamiq.nodes.llms.${entryOf(connection)?.className ?? "OpenAI"}`,
    connection: connection.id,
    model: suggestedModel(connection),
    prompt: {
      messages: [
        { role: "system", content: system },
        { role: "user", content: "{{ question }}" },
      ],
    },
    input_transformer: { selector: { question: "$.start.output.question" } },
    ...rest,
  });
  // What comes after waits for ways that exclude each other: those not taken must not hold it back.
  const way = (option: string) => ({
    depends: [{ node: "route", option }],
    error_handling: { behavior: "return" },
  });
  return {
    id,
    nodes: [
      {
        id: "start",
        name: "start",
        type: "dynamiq.nodes.utils.Input",
        schema: { type: "object", properties: { question: { type: "string", required: true, deletable: true } } },
      },
      ask("classify", "classify", "Classify the message as one of: billing, technical, other", {
        description: "Says what the question is about.",
        depends: [{ node: "start" }],
      }),
      {
        id: "route",
        name: "route",
        type: "dynamiq.nodes.operators.Choice",
        description: "Takes one way, by what the model said.",
        depends: [{ node: "classify" }],
        input_transformer: { selector: { topic: "$.classify.output.content" } },
        options: [
          {
            id: "billing",
            name: "Billing",
            condition: { variable: "$.topic", operator: "string-contains", value: "billing", is_not: false },
          },
          {
            id: "technical",
            name: "Technical",
            condition: { variable: "$.topic", operator: "string-contains", value: "technical", is_not: false },
          },
          { id: "other", name: "Other" },
        ],
      },
      ask(
        "billing-answer",
        "billing-answer",
        "You help with invoices and payments. Answer in two sentences.",
        way("billing"),
      ),
      {
        id: "status-check",
        name: "status-check",
        type: "dynamiq.nodes.tools.HttpApiCall",
        description: "Calls an address and passes its answer on.",
        method: "GET",
        url: statusUrl,
        payload_type: "json",
        response_type: "text",
        input_transformer: { selector: { question: "$.start.output.question" } },
        ...way("technical"),
      },
      ask("other-answer", "other-answer", "You are a friendly assistant. Answer in two sentences.", way("other")),
      {
        id: "answer",
        name: "answer",
        type: "dynamiq.nodes.transformers.TextTemplate",
        description: "What came of the way that was taken.",
        template: "{{ billing or status or other or 'The status page cannot be reached from here.' }}",
        depends: [{ node: "billing-answer" }, { node: "status-check" }, { node: "other-answer" }],
        input_transformer: {
          selector: {
            billing: '$."billing-answer".output.content',
            status: '$."status-check".output.content',
            other: '$."other-answer".output.content',
          },
        },
      },
      {
        id: "end",
        name: "end",
        type: "dynamiq.nodes.utils.Output",
        schema: {
          type: "object",
          properties: {
            topic: { type: "string", required: true, deletable: true },
            answer: { type: "string", required: true, deletable: true },
          },
        },
        depends: [{ node: "answer" }],
        input_transformer: {
          selector: { topic: "$.classify.output.content", answer: "$.answer.output.content" },
        },
      },
    ],
  };
}
