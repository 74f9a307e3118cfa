import { z } from "zod";
import { bare, contract } from "@/lib/core/contract";

export const getOpenApi = contract({
  method: "GET",
  path: "/v1/openapi.json",
  summary: "This API as an OpenAPI 3.1 document",
  tag: "Reference",
  accepts: [],
  reply: bare(z.record(z.string(), z.unknown())),
});
