import { z } from "zod";
import { AnyJson, defineNode } from "../../define";

export const HTTP_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
export const PAYLOAD_TYPES = ["raw", "json"] as const;

const Fields = z.record(z.string(), AnyJson);

export const httpApiCall = defineNode({
  type: "dynamiq.nodes.tools.HttpApiCall",
  group: "tools",
  palette: "tools",
  title: "HTTP API call",
  description: "Calls a URL and passes the answer on.",
  icon: "globe",
  slug: "http-api-call",
  connections: ["dynamiq.connections.Http"],
  needsConnection: false,
  isSafeToRepeat: false,
  params: z.object({
    method: z
      .enum(HTTP_METHODS)
      .nullish()
      .meta({ title: "Method", description: "Left out, the connection's, else GET.", widget: "select" }),
    url: z
      .string()
      .max(8000)
      .default("")
      .meta({ title: "URL", description: "Left empty, the connection's.", widget: "template" }),
    params: Fields.default({}).meta({ title: "Query parameters", widget: "key-values" }),
    headers: Fields.default({}).meta({ title: "Headers", widget: "key-values" }),
    payload_type: z
      .enum(PAYLOAD_TYPES)
      .default("raw")
      .meta({ title: "Body", description: "Raw: the data as form fields. JSON: the data as JSON.", widget: "select" }),
    data: Fields.default({}).meta({ title: "Data", widget: "key-values" }),
    response_type: z.enum(["raw", "text", "json"]).nullish().meta({
      title: "Answer",
      description: "JSON is read; text is passed on; raw is text, or a file where it is none.",
      widget: "select",
      default: "raw",
    }),
    success_codes: z
      .array(z.number().int().min(100).max(599))
      .default([200])
      .meta({ title: "Statuses that are a success", description: "Any other fails the node.", widget: "list" }),
    timeout: z
      .number()
      .min(0.1, "Give at least 0.1 seconds.")
      .max(600, "Give 600 seconds at most.")
      .default(30)
      .meta({ title: "Timeout (seconds)", widget: "number" }),
  }),
  input: z.looseObject({
    url: z.string().nullish(),
    method: z.enum(HTTP_METHODS).nullish(),
    headers: Fields.nullish(),
    params: Fields.nullish(),
    data: Fields.nullish(),
    payload_type: z.enum(PAYLOAD_TYPES).nullish(),
    files: AnyJson.optional(),
  }),
  output: z.object({ content: AnyJson, status_code: z.number().int() }),
  summary: ({ method, url }) => [method ?? "GET", typeof url === "string" ? url : ""].join(" ").trim(),
  initial: { method: "GET", payload_type: "json", response_type: "json" },
});
