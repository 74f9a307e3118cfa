import { expect, test } from "vitest";
import { authorizeAll } from "@/lib/auth/scope";
import { PageQuery } from "@/lib/core/page";
import { db } from "@/lib/db/client";
import { createProject, deleteProject, getProject, listProjects, updateProject } from "@/lib/projects/service";
import { anApp } from "@/lib/testing/resources";
import { aPerson, asPerson, aTenant } from "@/lib/testing/tenant";
import {
  createOrganization,
  deleteOrganization,
  getOrganization,
  listOrganizations,
  updateOrganization,
} from "./service";

const firstPage = PageQuery.parse({});
const notFound = { code: "not_found" };
const forbidden = { code: "forbidden" };

test("whoever creates an organization owns it", async () => {
  const ctx = asPerson(await aPerson());
  const made = await createOrganization(ctx, { name: "Acme" });
  expect(made).toMatchObject({ name: "Acme", role: "owner" });
  expect((await listOrganizations(ctx, firstPage)).items).toEqual([made]);
});

test("organizations are listed by name, page by page", async () => {
  const ctx = asPerson(await aPerson());
  for (const name of ["Cherry", "Apple", "Banana"]) await createOrganization(ctx, { name });
  const page = await listOrganizations(ctx, { page: 2, page_size: 2 });
  expect(page.items.map(({ name }) => name)).toEqual(["Cherry"]);
  expect(page.pagination).toEqual({ page: 2, page_size: 2, page_count: 2, total_count: 3 });
});

test("an organization is renamed and deleted by its owners and admins", async () => {
  const tenant = await aTenant();
  const { organizationId } = tenant;
  await expect(updateOrganization(await tenant.as("member"), organizationId, { name: "x" })).rejects.toMatchObject(
    forbidden,
  );
  await expect(deleteOrganization(await tenant.as("member"), organizationId)).rejects.toMatchObject(forbidden);
  expect(await updateOrganization(await tenant.as("admin"), organizationId, { name: "New" })).toMatchObject({
    name: "New",
  });
  await deleteOrganization(await tenant.as("owner"), organizationId);
  await expect(getOrganization(await tenant.as("owner"), organizationId)).rejects.toMatchObject(notFound);
});

test("an organization of others does not exist for me", async () => {
  const [mine, theirs] = [await aTenant(), await aTenant()];
  const me = await mine.as("owner");
  await expect(getOrganization(me, theirs.organizationId)).rejects.toMatchObject(notFound);
  await expect(updateOrganization(me, theirs.organizationId, { name: "x" })).rejects.toMatchObject(notFound);
  await expect(deleteOrganization(me, theirs.organizationId)).rejects.toMatchObject(notFound);
  expect((await listOrganizations(me, firstPage)).items.map(({ id }) => id)).toEqual([mine.organizationId]);
});

test("a project goes with all that is in it, and an organization with its projects", async () => {
  const [first, second] = [await aTenant(), await aTenant()];
  for (const tenant of [first, second]) await anApp(tenant);
  await deleteProject(await first.as("owner"), first.projectId);
  await deleteOrganization(await second.as("owner"), second.organizationId);
  for (const { projectId } of [first, second]) {
    const mine = { where: { projectId } };
    const left = await Promise.all([
      db().project.count({ where: { id: projectId } }),
      db().app.count(mine),
      db().workflow.count(mine),
      db().connection.count(mine),
      db().run.count(mine),
      db().trace.count(mine),
      db().span.count(mine),
    ]);
    expect(left).toEqual([0, 0, 0, 0, 0, 0, 0]);
  }
});

test("a project is made by any member, and a private one is its maker's to administer", async () => {
  const tenant = await aTenant();
  const ctx = await tenant.as("member");
  const project = { org_id: tenant.organizationId, name: "Secret", visibility: "private" as const };
  const made = await createProject(ctx, project);
  expect(made).toMatchObject({ role: "admin", visibility: "private" });
  await expect(getProject(await tenant.as("editor"), made.id)).rejects.toMatchObject(notFound);
  expect(await getProject(await tenant.as("admin"), made.id)).toMatchObject({ role: "admin" });
  await expect(createProject(ctx, project)).rejects.toMatchObject({ code: "conflict" });
});

test("a list of projects holds those one may open, and no others", async () => {
  const [open, closed, foreign] = [await aTenant(), await aTenant({ visibility: "private" }), await aTenant()];
  const userId = await aPerson();
  for (const { organizationId } of [open, closed]) {
    await db().organizationMember.create({ data: { organizationId, userId, role: "member" } });
  }
  const ids = async () => (await listProjects(asPerson(userId), firstPage)).items.map(({ id }) => id);
  expect(await ids()).toEqual([open.projectId]);
  await db().projectMember.create({ data: { projectId: closed.projectId, userId, role: "viewer" } });
  expect((await ids()).sort()).toEqual([open.projectId, closed.projectId].sort());
  const inOne = await listProjects(asPerson(userId), { ...firstPage, org_id: closed.organizationId });
  expect(inOne.items).toMatchObject([{ id: closed.projectId, role: "viewer" }]);
  expect((await listProjects(asPerson(userId), { ...firstPage, org_id: foreign.organizationId })).items).toEqual([]);
});

test("leave for all projects reaches exactly those where the permission holds", async () => {
  const tenant = await aTenant({ visibility: "private" });
  const ids = async (role: "member" | "viewer" | "editor" | "admin", permission: "apps:read" | "apps:write") =>
    (await authorizeAll(await tenant.as(role), permission)).map(({ projectId }) => projectId);
  expect(await ids("member", "apps:read")).toEqual([]);
  expect(await ids("viewer", "apps:read")).toEqual([tenant.projectId]);
  expect(await ids("viewer", "apps:write")).toEqual([]);
  expect(await ids("editor", "apps:write")).toEqual([tenant.projectId]);
  expect(await ids("admin", "apps:write")).toEqual([tenant.projectId]);
  const key = (projectId: string | null) => ({
    requestId: "1",
    actor: { kind: "access_key" as const, keyId: "1", organizationId: tenant.organizationId, projectId },
  });
  expect((await authorizeAll(key(null), "apps:read")).map(({ projectId }) => projectId)).toEqual([tenant.projectId]);
  expect(await authorizeAll(key(crypto.randomUUID()), "apps:read")).toEqual([]);
  await expect(authorizeAll(key(null), "apps:write")).rejects.toMatchObject(forbidden);
});

test("a project is changed and deleted by who administers it", async () => {
  const tenant = await aTenant();
  for (const role of ["viewer", "editor", "member"] as const) {
    const ctx = await tenant.as(role);
    await expect(updateProject(ctx, tenant.projectId, { visibility: "private" })).rejects.toMatchObject(forbidden);
    await expect(deleteProject(ctx, tenant.projectId)).rejects.toMatchObject(forbidden);
  }
  const ctx = await tenant.as("project_admin");
  expect(await updateProject(ctx, tenant.projectId, { visibility: "private" })).toMatchObject({
    visibility: "private",
  });
  await deleteProject(ctx, tenant.projectId);
  await expect(getProject(ctx, tenant.projectId)).rejects.toMatchObject(notFound);
});

test("another organization's project does not exist for me", async () => {
  const [mine, theirs] = [await aTenant(), await aTenant()];
  const me = await mine.as("owner");
  await expect(getProject(me, theirs.projectId)).rejects.toMatchObject(notFound);
  await expect(updateProject(me, theirs.projectId, { name: "x" })).rejects.toMatchObject(notFound);
  await expect(deleteProject(me, theirs.projectId)).rejects.toMatchObject(notFound);
  await expect(
    createProject(me, { org_id: theirs.organizationId, name: "x", visibility: "internal" }),
  ).rejects.toMatchObject(notFound);
});
