import { describe, expect, test } from "vitest";
import { PageQuery } from "@/lib/core/page";
import { db } from "@/lib/db/client";
import { createInvitation, listInvitations } from "@/lib/invitations/service";
import { getProject } from "@/lib/projects/service";
import { aPerson, asPerson, aTenant, type Tenant } from "@/lib/testing/tenant";
import {
  addProjectMember,
  leaveOrganization,
  listOrganizationMembers,
  listProjectMembers,
  removeOrganizationMember,
  removeProjectMember,
  updateOrganizationMember,
  updateProjectMember,
} from "./service";

const firstPage = PageQuery.parse({});

async function anotherOwner({ organizationId }: Tenant): Promise<string> {
  const userId = await aPerson();
  await db().organizationMember.create({ data: { organizationId, userId, role: "owner" } });
  return userId;
}

const ownersOf = ({ organizationId }: Tenant): Promise<number> =>
  db().organizationMember.count({ where: { organizationId, role: "owner" } });

describe("the last owner", () => {
  test("cannot be removed, demoted, or leave", async () => {
    const tenant = await aTenant();
    const [ctx, userId] = [await tenant.as("owner"), await tenant.userId("owner")];
    const conflict = { code: "conflict" };
    await expect(removeOrganizationMember(ctx, tenant.organizationId, userId)).rejects.toMatchObject(conflict);
    await expect(updateOrganizationMember(ctx, tenant.organizationId, userId, { role: "admin" })).rejects.toMatchObject(
      conflict,
    );
    await expect(leaveOrganization(ctx, tenant.organizationId)).rejects.toMatchObject(conflict);
    expect(await ownersOf(tenant)).toBe(1);
  });

  test.each([
    [
      "remove each other",
      (tenant: Tenant, actor: string, other: string) =>
        removeOrganizationMember(asPerson(actor), tenant.organizationId, other),
    ],
    [
      "demote each other",
      (tenant: Tenant, actor: string, other: string) =>
        updateOrganizationMember(asPerson(actor), tenant.organizationId, other, { role: "member" }),
    ],
    [
      "demote themselves",
      (tenant: Tenant, actor: string) =>
        updateOrganizationMember(asPerson(actor), tenant.organizationId, actor, { role: "member" }),
    ],
    ["leave", (tenant: Tenant, actor: string) => leaveOrganization(asPerson(actor), tenant.organizationId)],
  ])("remains when the last two %s at once", async (_name, act) => {
    for (let round = 0; round < 5; round++) {
      const tenant = await aTenant();
      const [first, second] = [await tenant.userId("owner"), await anotherOwner(tenant)];
      const results = await Promise.allSettled([act(tenant, first, second), act(tenant, second, first)]);
      expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      expect(await ownersOf(tenant)).toBe(1);
    }
  });
});

describe("roles", () => {
  test("an owner makes another, and an admin makes admins", async () => {
    const tenant = await aTenant();
    const [member, viewer] = [await tenant.userId("member"), await tenant.userId("viewer")];
    const { organizationId } = tenant;
    expect(
      await updateOrganizationMember(await tenant.as("owner"), organizationId, member, { role: "owner" }),
    ).toMatchObject({ user_id: member, role: "owner" });
    expect(
      await updateOrganizationMember(await tenant.as("admin"), organizationId, viewer, { role: "admin" }),
    ).toMatchObject({ role: "admin" });
  });

  test("an admin makes and unmakes no owner, not even of themselves", async () => {
    const tenant = await aTenant();
    const other = await anotherOwner(tenant);
    const [ctx, self] = [await tenant.as("admin"), await tenant.userId("admin")];
    const forbidden = { code: "forbidden" };
    const { organizationId } = tenant;
    await expect(updateOrganizationMember(ctx, organizationId, self, { role: "owner" })).rejects.toMatchObject(
      forbidden,
    );
    await expect(updateOrganizationMember(ctx, organizationId, other, { role: "member" })).rejects.toMatchObject(
      forbidden,
    );
    await expect(removeOrganizationMember(ctx, organizationId, other)).rejects.toMatchObject(forbidden);
    expect(await ownersOf(tenant)).toBe(2);
  });

  test("a member changes nobody's role and removes nobody", async () => {
    const tenant = await aTenant();
    const [ctx, other] = [await tenant.as("member"), await tenant.userId("viewer")];
    const forbidden = { code: "forbidden" };
    await expect(updateOrganizationMember(ctx, tenant.organizationId, other, { role: "admin" })).rejects.toMatchObject(
      forbidden,
    );
    await expect(removeOrganizationMember(ctx, tenant.organizationId, other)).rejects.toMatchObject(forbidden);
  });

  test("one who is demoted while they wait cannot go on", async () => {
    const tenant = await aTenant();
    const [admin, victim] = [await tenant.userId("admin"), await tenant.userId("member")];
    const asAdmin = await tenant.as("admin");
    const results = await Promise.allSettled([
      updateOrganizationMember(await tenant.as("owner"), tenant.organizationId, admin, { role: "member" }),
      removeOrganizationMember(asAdmin, tenant.organizationId, victim),
    ]);
    expect(results[0]?.status).toBe("fulfilled");
    await expect(removeOrganizationMember(asAdmin, tenant.organizationId, victim)).rejects.toThrow();
  });
});

test("who is removed is out of the organization and its projects at once, and what they invited to is taken back", async () => {
  const tenant = await aTenant();
  const { organizationId, projectId } = tenant;
  await createInvitation(await tenant.as("admin"), organizationId, { email: "friend@example.com", role: "admin" });
  await addProjectMember(await tenant.as("owner"), projectId, { user_id: await tenant.userId("admin"), role: "admin" });
  await removeOrganizationMember(await tenant.as("owner"), organizationId, await tenant.userId("admin"));
  await expect(getProject(await tenant.as("admin"), projectId)).rejects.toMatchObject({ code: "not_found" });
  expect(await db().projectMember.count({ where: { projectId, userId: await tenant.userId("admin") } })).toBe(0);
  expect((await listInvitations(await tenant.as("owner"), organizationId, firstPage)).items).toEqual([]);
});

test("another organization's members look like nobody", async () => {
  const [mine, theirs] = [await aTenant(), await aTenant()];
  const [me, them] = [await mine.as("owner"), await theirs.userId("owner")];
  const notFound = { code: "not_found" };
  await expect(listOrganizationMembers(me, theirs.organizationId, firstPage)).rejects.toMatchObject(notFound);
  await expect(removeOrganizationMember(me, mine.organizationId, them)).rejects.toMatchObject(notFound);
  await expect(updateOrganizationMember(me, theirs.organizationId, them, { role: "member" })).rejects.toMatchObject(
    notFound,
  );
  await expect(leaveOrganization(me, theirs.organizationId)).rejects.toMatchObject(notFound);
});

describe("a project's members", () => {
  test("are added from the organization, changed and removed by who administers the project", async () => {
    const tenant = await aTenant({ visibility: "private" });
    const { projectId } = tenant;
    const [ctx, userId] = [await tenant.as("project_admin"), await tenant.userId("member")];
    await expect(getProject(await tenant.as("member"), projectId)).rejects.toMatchObject({ code: "not_found" });
    expect(await addProjectMember(ctx, projectId, { user_id: userId, role: "viewer" })).toMatchObject({
      role: "viewer",
    });
    expect(await getProject(await tenant.as("member"), projectId)).toMatchObject({ role: "viewer" });
    await expect(addProjectMember(ctx, projectId, { user_id: userId, role: "editor" })).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await updateProjectMember(ctx, projectId, userId, { role: "editor" })).toMatchObject({ role: "editor" });
    await removeProjectMember(ctx, projectId, userId);
    await expect(getProject(await tenant.as("member"), projectId)).rejects.toMatchObject({ code: "not_found" });
  });

  test("a stranger, and nobody at all, cannot be added, and look alike", async () => {
    const [tenant, other] = [await aTenant(), await aTenant()];
    const ctx = await tenant.as("owner");
    const add = (user_id: string) =>
      addProjectMember(ctx, tenant.projectId, { user_id, role: "viewer" }).catch((error: unknown) => error);
    const stranger = await add(await other.userId("owner"));
    const nobody = await add(crypto.randomUUID());
    expect(stranger).toMatchObject({ code: "bad_request" });
    expect(stranger).toEqual(nobody);
  });

  test.each(["viewer", "editor", "member"] as const)("a %s reads but does not change them", async (role) => {
    const tenant = await aTenant();
    const ctx = await tenant.as(role);
    const added = await tenant.userId("project_admin");
    const { items } = await listProjectMembers(ctx, tenant.projectId, firstPage);
    expect(items.map(({ user_id }) => user_id)).toContain(added);
    await expect(
      addProjectMember(ctx, tenant.projectId, { user_id: await tenant.userId("admin"), role: "admin" }),
    ).rejects.toMatchObject({ code: "forbidden" });
    await expect(
      updateProjectMember(ctx, tenant.projectId, await tenant.userId(role), { role: "admin" }),
    ).rejects.toMatchObject({ code: "forbidden" });
  });
});
