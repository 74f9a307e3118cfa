import { z } from "zod";
import { defineConnection } from "../../define";
import { mcpFields } from "./fields";

export const mcpStreamableHttp = defineConnection({
  type: "dynamiq.connections.MCPStreamableHTTP",
  title: "MCP server (streamable HTTP)",
  group: "MCP",
  help: "A server of the Model Context Protocol at one address.",
  icon: "plug",
  canTest: true,
  fields: z.object(mcpFields({ timeout: 30 })),
});
