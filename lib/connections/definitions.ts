import type { ConnectionDefinition } from "./define";
import { anthropic } from "./types/anthropic/definition";
import { aws } from "./types/aws/definition";
import { chroma } from "./types/chroma/definition";
import { cohere } from "./types/cohere/definition";
import { dynamiq } from "./types/dynamiq/definition";
import { e2b } from "./types/e2b/definition";
import { elevenlabs } from "./types/elevenlabs/definition";
import { exa } from "./types/exa/definition";
import { gemini } from "./types/gemini/definition";
import { http } from "./types/http/definition";
import { httpApiKey } from "./types/http-api-key/definition";
import { mcpSse } from "./types/mcp-sse/definition";
import { mcpStreamableHttp } from "./types/mcp-streamable-http/definition";
import { mistral } from "./types/mistral/definition";
import { neo4j } from "./types/neo4j/definition";
import { openai } from "./types/openai/definition";
import { pinecone } from "./types/pinecone/definition";
import { postgresql } from "./types/postgresql/definition";
import { qdrant } from "./types/qdrant/definition";
import { scaleSerp } from "./types/scale-serp/definition";
import { tavily } from "./types/tavily/definition";
import { weaviate } from "./types/weaviate/definition";

/** Every connection type, in the order the form offers them. One line each. */
export const connectionDefinitions: readonly ConnectionDefinition[] = [
  openai,
  anthropic,
  gemini,
  mistral,
  cohere,
  aws,
  pinecone,
  qdrant,
  weaviate,
  chroma,
  postgresql,
  neo4j,
  tavily,
  exa,
  scaleSerp,
  e2b,
  elevenlabs,
  dynamiq,
  http,
  httpApiKey,
  mcpStreamableHttp,
  mcpSse,
];

const byType: ReadonlyMap<string, ConnectionDefinition> = new Map(
  connectionDefinitions.map((definition) => [definition.type, definition]),
);

/** The definition of a type (`dynamiq.connections.OpenAI`), or undefined where there is none. */
export const connectionDefinitionOf = (type: string): ConnectionDefinition | undefined => byType.get(type);
