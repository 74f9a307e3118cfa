import { notFound } from "@/lib/core/errors";
import { errorResponse } from "@/lib/http/error-response";
import { requestIdOf } from "@/lib/http/request-id";

/** What is no operation of the API is answered in its shape, not with a page. */
const missing = (request: Request): Response => errorResponse(notFound("Operation"), requestIdOf(request));

export { missing as DELETE, missing as GET, missing as PATCH, missing as POST, missing as PUT };
