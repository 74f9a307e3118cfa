import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { pageContext } from "@/lib/auth/page-context";
import { AppError } from "@/lib/core/errors";
import { getProject } from "@/lib/projects/service";

type ProjectLayoutProps = { children: ReactNode; params: Promise<{ projectId: string }> };

/** One answer for every page of a project that is not there, or that one may not know of. */
export default async function ProjectLayout({ children, params }: ProjectLayoutProps) {
  const { projectId } = await params;
  await getProject(await pageContext(), projectId).catch((thrown: unknown) => {
    if (AppError.from(thrown).code === "not_found") notFound();
    throw thrown;
  });
  return children;
}
