import { headersField, numberField, urlField } from "../../define";

/** The fields both MCP transports have. Times are seconds. */
export const mcpFields = ({ timeout }: { timeout: number }) => ({
  url: urlField({ title: "URL", placeholder: "https://mcp.example.com/mcp", isRequired: true }),
  headers: headersField({ title: "Headers", description: "Credentials go here. Their values are not shown again." }),
  timeout: numberField({ title: "Timeout (seconds)", fallback: timeout }),
  sse_read_timeout: numberField({ title: "Stream timeout (seconds)", fallback: 300 }),
});
