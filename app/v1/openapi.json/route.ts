import { endpoint } from "@/lib/http/endpoint";
import { openApiDocument } from "@/lib/http/openapi";
import { getOpenApi } from "@/lib/http/openapi-contract";
import { shared } from "@/lib/process/shared";

export const GET = endpoint(getOpenApi, async () => shared("openapi", openApiDocument));
