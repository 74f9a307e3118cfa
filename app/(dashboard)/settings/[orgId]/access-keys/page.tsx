import type { Metadata } from "next";
import { AccessKeyList } from "@/components/access-keys/access-key-list";
import { listAccessKeys as contract } from "@/lib/access-keys/contract";
import { listAccessKeys } from "@/lib/access-keys/service";
import { pageContext } from "@/lib/auth/page-context";
import { listProjects } from "@/lib/projects/service";
import { queryOf } from "../../../query-of";

export const metadata: Metadata = { title: "Access Keys" };

export default async function AccessKeysPage({ params, searchParams }: PageProps<"/settings/[orgId]/access-keys">) {
  const { orgId } = await params;
  const ctx = await pageContext();
  const [keys, projects] = await Promise.all([
    listAccessKeys(ctx, orgId, queryOf(contract, await searchParams)),
    listProjects(ctx, { org_id: orgId, page: 1, page_size: 500 }),
  ]);
  return <AccessKeyList orgId={orgId} keys={keys} projects={projects.items} />;
}
