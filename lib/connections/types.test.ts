import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { connectionChecks } from "./checks";
import { type ConnectionDefinition, fieldsOf, secretNames } from "./define";
import { connectionDefinitionOf, connectionDefinitions } from "./definitions";

const home = join(import.meta.dirname, "types");

test.each(readdirSync(home))("%s is listed, and has a check where it says it can be tested", async (folder) => {
  const [definition] = Object.values(await import(/* @vite-ignore */ join(home, folder, "definition.ts"))) as [
    ConnectionDefinition,
  ];
  expect(connectionDefinitions).toContain(definition);
  expect(Object.hasOwn(connectionChecks, definition.type)).toBe(definition.canTest);
  expect(existsSync(join(home, folder, "check.ts"))).toBe(definition.canTest);
});

test("no two types share a name or a title", () => {
  expect(new Set(connectionDefinitions.map(({ type }) => type)).size).toBe(connectionDefinitions.length);
  expect(new Set(connectionDefinitions.map(({ title }) => title)).size).toBe(connectionDefinitions.length);
});

describe.each(connectionDefinitions.map((definition) => [definition.type, definition] as const))(
  "%s",
  (_type, definition) => {
    test("seals whatever may hold a credential", () => {
      const risky = fieldsOf(definition).filter(
        ([name, { widget }]) =>
          /key$|password|token|secret_|headers|params|^data$/.test(name) ||
          widget === "key-values" ||
          widget === "json",
      );
      expect(secretNames(definition)).toEqual(expect.arrayContaining(risky.map(([name]) => name)));
    });

    test("says of every address what it is, so that it is judged", () => {
      for (const [name, meta] of fieldsOf(definition)) {
        if (/(^|_)(url|uri|host|domain)$/.test(name))
          expect(meta).toMatchObject({ isDestination: true, address: expect.any(String) });
      }
    });

    test("has a title on every field, and a fallback its own schema takes", () => {
      for (const [name, { title, fallback }] of fieldsOf(definition)) {
        expect(title).toMatch(/\w/);
        if (fallback !== undefined) expect(definition.fields.safeParse({ [name]: fallback }).success).toBe(true);
      }
    });
  },
);

test.each([
  ["OpenAI", { api_key: "OPENAI_API_KEY", url: "OPENAI_URL" }],
  ["Anthropic", { api_key: "ANTHROPIC_API_KEY" }],
  ["Gemini", { api_key: "GEMINI_API_KEY" }],
  ["Mistral", { api_key: "MISTRAL_API_KEY" }],
  ["Cohere", { api_key: "COHERE_API_KEY" }],
  [
    "AWS",
    {
      access_key_id: "AWS_ACCESS_KEY_ID",
      secret_access_key: "AWS_SECRET_ACCESS_KEY",
      session_token: "AWS_SESSION_TOKEN",
      region: "AWS_DEFAULT_REGION",
      profile: "AWS_DEFAULT_PROFILE",
    },
  ],
  ["Pinecone", { api_key: "PINECONE_API_KEY" }],
  ["Qdrant", { url: "QDRANT_URL", api_key: "QDRANT_API_KEY" }],
  [
    "Weaviate",
    {
      api_key: "WEAVIATE_API_KEY",
      url: "WEAVIATE_URL",
      http_host: "WEAVIATE_HTTP_HOST",
      http_port: "WEAVIATE_HTTP_PORT",
      grpc_host: "WEAVIATE_GRPC_HOST",
      grpc_port: "WEAVIATE_GRPC_PORT",
    },
  ],
  ["Chroma", { host: "CHROMA_HOST", port: "CHROMA_PORT" }],
  ["Neo4j", { uri: "NEO4J_URI", username: "NEO4J_USERNAME", password: "NEO4J_PASSWORD", database: "NEO4J_DATABASE" }],
  ["Tavily", { api_key: "TAVILY_API_KEY" }],
  ["Exa", { api_key: "EXA_API_KEY" }],
  ["ScaleSerp", { api_key: "SERP_API_KEY" }],
  ["E2B", { api_key: "E2B_API_KEY", domain: "E2B_DOMAIN", public_preview_domain: "E2B_PREVIEW_PUBLIC_DOMAIN" }],
  ["ElevenLabs", { api_key: "ELEVENLABS_API_KEY", url: "ELEVENLABS_URL" }],
  ["Dynamiq", { api_key: "DYNAMIQ_API_KEY", url: "DYNAMIQ_URL" }],
  [
    "PostgreSQL",
    {
      host: "POSTGRESQL_HOST",
      port: "POSTGRESQL_PORT",
      database: "POSTGRESQL_DATABASE",
      user: "POSTGRESQL_USER",
      password: "POSTGRESQL_PASSWORD",
    },
  ],
  ["Http", {}],
  ["HttpApiKey", {}],
  ["MCPSse", {}],
  ["MCPStreamableHTTP", {}],
])("%s takes its defaults from the variables of SDK 0.61", (name, variables) => {
  const definition = connectionDefinitionOf(`dynamiq.connections.${name}`);
  const found = Object.fromEntries(
    fieldsOf(definition as ConnectionDefinition).flatMap(([field, { env }]) => (env ? [[field, env]] : [])),
  );
  expect(found).toEqual(variables);
});
