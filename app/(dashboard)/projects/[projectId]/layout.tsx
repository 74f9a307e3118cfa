import type { ReactNode } from "react";
import { pageContext } from "@/lib/auth/page-context";
import { getProject } from "@/lib/projects/service";
import { orNotFound } from "../../or-not-found";

type ProjectLayoutProps = { children: ReactNode; params: Promise<{ projectId: string }> };

/** One answer for every page of a project that is not there, or that one may not know of. */
export default async function ProjectLayout({ children, params }: ProjectLayoutProps) {
  const { projectId } = await params;
  await orNotFound(getProject(await pageContext(), projectId));
  return children;
}
