import "server-only";
import type { Check } from "./check";
import { checkAnthropic } from "./types/anthropic/check";
import { checkAws } from "./types/aws/check";
import { checkChroma } from "./types/chroma/check";
import { checkCohere } from "./types/cohere/check";
import { checkDynamiq } from "./types/dynamiq/check";
import { checkE2b } from "./types/e2b/check";
import { checkElevenlabs } from "./types/elevenlabs/check";
import { checkExa } from "./types/exa/check";
import { checkGemini } from "./types/gemini/check";
import { checkHttpApiKey } from "./types/http-api-key/check";
import { checkMcpSse } from "./types/mcp-sse/check";
import { checkMcpStreamableHttp } from "./types/mcp-streamable-http/check";
import { checkMistral } from "./types/mistral/check";
import { checkNeo4j } from "./types/neo4j/check";
import { checkOpenai } from "./types/openai/check";
import { checkPinecone } from "./types/pinecone/check";
import { checkPostgresql } from "./types/postgresql/check";
import { checkQdrant } from "./types/qdrant/check";
import { checkScaleSerp } from "./types/scale-serp/check";
import { checkTavily } from "./types/tavily/check";
import { checkWeaviate } from "./types/weaviate/check";

/** How each type that can be tested is tested. One line each. */
export const connectionChecks: Readonly<Record<string, Check>> = {
  "dynamiq.connections.OpenAI": checkOpenai,
  "dynamiq.connections.Anthropic": checkAnthropic,
  "dynamiq.connections.Gemini": checkGemini,
  "dynamiq.connections.Mistral": checkMistral,
  "dynamiq.connections.Cohere": checkCohere,
  "dynamiq.connections.AWS": checkAws,
  "dynamiq.connections.Pinecone": checkPinecone,
  "dynamiq.connections.Qdrant": checkQdrant,
  "dynamiq.connections.Weaviate": checkWeaviate,
  "dynamiq.connections.Chroma": checkChroma,
  "dynamiq.connections.PostgreSQL": checkPostgresql,
  "dynamiq.connections.Neo4j": checkNeo4j,
  "dynamiq.connections.Tavily": checkTavily,
  "dynamiq.connections.Exa": checkExa,
  "dynamiq.connections.ScaleSerp": checkScaleSerp,
  "dynamiq.connections.E2B": checkE2b,
  "dynamiq.connections.ElevenLabs": checkElevenlabs,
  "dynamiq.connections.Dynamiq": checkDynamiq,
  "dynamiq.connections.HttpApiKey": checkHttpApiKey,
  "dynamiq.connections.MCPStreamableHTTP": checkMcpStreamableHttp,
  "dynamiq.connections.MCPSse": checkMcpSse,
};
