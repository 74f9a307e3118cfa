import type { Metadata } from "next";
import { ReferencePage } from "@/components/reference/reference-page";
import { openApiDocument } from "@/lib/http/openapi";
import { referenceOf } from "@/lib/http/reference";

export const metadata: Metadata = { title: "API reference" };

export default function Page() {
  return <ReferencePage groups={referenceOf(openApiDocument())} />;
}
