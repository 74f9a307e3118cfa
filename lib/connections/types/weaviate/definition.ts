import { z } from "zod";
import { defineConnection, hostField, numberField, portField, secretField, selectField, urlField } from "../../define";

const seconds = (title: string, fallback: number) => numberField({ title: `${title} timeout (seconds)`, fallback });

export const weaviate = defineConnection({
  type: "dynamiq.connections.Weaviate",
  title: "Weaviate",
  group: "Vector stores",
  help: "For Weaviate Cloud the cluster's URL and key; for your own server its HTTP and gRPC addresses.",
  icon: "database",
  canTest: true,
  requires: ({ deployment_type }) => (deployment_type === "custom" ? ["http_host", "grpc_host"] : ["url"]),
  fields: z.object({
    deployment_type: selectField(["weaviate_cloud", "custom"], {
      title: "Deployment",
      fallback: "weaviate_cloud",
      isRequired: true,
      isDestination: true,
    }),
    url: urlField({ title: "URL", description: "Of a Weaviate Cloud cluster.", env: "WEAVIATE_URL" }),
    api_key: secretField({ title: "API key", env: "WEAVIATE_API_KEY", isRequired: true }),
    http_host: hostField({ title: "HTTP host", description: "Of your own server.", env: "WEAVIATE_HTTP_HOST" }),
    http_port: portField({ title: "HTTP port", env: "WEAVIATE_HTTP_PORT", fallback: 443 }),
    grpc_host: hostField({ title: "gRPC host", env: "WEAVIATE_GRPC_HOST" }),
    grpc_port: portField({ title: "gRPC port", env: "WEAVIATE_GRPC_PORT", fallback: 50_051 }),
    timeout_init: seconds("Start", 180),
    timeout_query: seconds("Query", 180),
    timeout_insert: seconds("Insert", 120),
  }),
});
