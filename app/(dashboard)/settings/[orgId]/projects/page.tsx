import type { Metadata } from "next";
import { ProjectList } from "@/components/projects/project-list";
import { pageContext } from "@/lib/auth/page-context";
import { listProjects as contract } from "@/lib/projects/contract";
import { listProjects } from "@/lib/projects/service";
import { queryOf } from "../../../query-of";

export const metadata: Metadata = { title: "Projects" };

export default async function ProjectsPage({ params, searchParams }: PageProps<"/settings/[orgId]/projects">) {
  const { orgId } = await params;
  const projects = await listProjects(await pageContext(), queryOf(contract, await searchParams, { org_id: orgId }));
  return <ProjectList orgId={orgId} projects={projects} />;
}
