import { z } from "zod";
import { defineConnection } from "../../define";
import { mcpFields } from "../mcp-streamable-http/fields";

export const mcpSse = defineConnection({
  type: "dynamiq.connections.MCPSse",
  title: "MCP server (SSE)",
  group: "MCP",
  help: "The older transport of MCP: a stream of events and an address for messages.",
  icon: "plug",
  canTest: true,
  fields: z.object(mcpFields({ timeout: 5 })),
});
