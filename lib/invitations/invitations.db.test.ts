import { describe, expect, test } from "vitest";
import { PageQuery } from "@/lib/core/page";
import { db } from "@/lib/db/client";
import { getOrganization } from "@/lib/organizations/service";
import { aPerson, asPerson, aTenant } from "@/lib/testing/tenant";
import { invitationOfLink } from "./link";
import { acceptInvitation, cancelInvitation, createInvitation, listInvitations, listMyInvitations } from "./service";

const firstPage = PageQuery.parse({});
const anAddress = () => `${crypto.randomUUID()}@example.com`;
const secretOf = (url: string) => new URL(url).searchParams.get("invitation") ?? "";
const notFound = { code: "not_found" };

test("an invited person sees the invitation, accepts it once, and is a member with its role", async () => {
  const tenant = await aTenant();
  const email = anAddress();
  const { id } = await createInvitation(await tenant.as("owner"), tenant.organizationId, { email, role: "admin" });
  const me = asPerson(await aPerson(email));
  expect((await listMyInvitations(me, firstPage)).items).toMatchObject([{ id, org_id: tenant.organizationId }]);
  expect(await acceptInvitation(me, id, {})).toMatchObject({ id: tenant.organizationId, role: "admin" });
  expect((await listMyInvitations(me, firstPage)).items).toEqual([]);
  await expect(acceptInvitation(me, id, {})).rejects.toMatchObject(notFound);
});

test("an invitation is used by one of two who accept it at once", async () => {
  const tenant = await aTenant();
  const email = anAddress();
  const { id } = await createInvitation(await tenant.as("owner"), tenant.organizationId, { email, role: "member" });
  const me = asPerson(await aPerson(email));
  const results = await Promise.allSettled([acceptInvitation(me, id, {}), acceptInvitation(me, id, {})]);
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("an invitation to another address does not exist for me", async () => {
  const tenant = await aTenant();
  const { id, url } = await createInvitation(await tenant.as("owner"), tenant.organizationId, {
    email: anAddress(),
    role: "member",
  });
  const me = asPerson(await aPerson());
  expect((await listMyInvitations(me, firstPage)).items).toEqual([]);
  await expect(acceptInvitation(me, id, {})).rejects.toMatchObject(notFound);
  await expect(acceptInvitation(me, id, { secret: secretOf(url) })).rejects.toMatchObject(notFound);
});

test("an account whose address nobody vouched for needs the link", async () => {
  const tenant = await aTenant();
  const email = anAddress();
  const { id, url } = await createInvitation(await tenant.as("owner"), tenant.organizationId, { email, role: "owner" });
  const userId = await aPerson(email);
  await db().user.update({ where: { id: userId }, data: { emailConfirmed: false } });
  const me = asPerson(userId);
  expect((await listMyInvitations(me, firstPage)).items).toEqual([]);
  await expect(acceptInvitation(me, id, {})).rejects.toMatchObject(notFound);
  await expect(acceptInvitation(me, id, { secret: "guess" })).rejects.toMatchObject(notFound);
  expect(await acceptInvitation(me, id, { secret: secretOf(url) })).toMatchObject({ role: "owner" });
});

test("a member who accepts keeps the role they have", async () => {
  const tenant = await aTenant();
  const email = anAddress();
  const { id } = await createInvitation(await tenant.as("owner"), tenant.organizationId, { email, role: "member" });
  const userId = await aPerson(email);
  await db().organizationMember.create({
    data: { organizationId: tenant.organizationId, userId, role: "admin" },
  });
  expect(await acceptInvitation(asPerson(userId), id, {})).toMatchObject({ role: "admin" });
});

describe("an invitation is worth nothing", () => {
  test("once canceled", async () => {
    const tenant = await aTenant();
    const email = anAddress();
    const ctx = await tenant.as("admin");
    const { id, url } = await createInvitation(ctx, tenant.organizationId, { email, role: "member" });
    await cancelInvitation(ctx, tenant.organizationId, id);
    expect(await invitationOfLink(secretOf(url))).toBeNull();
    await expect(acceptInvitation(asPerson(await aPerson(email)), id, {})).rejects.toMatchObject(notFound);
    await expect(cancelInvitation(ctx, tenant.organizationId, id)).rejects.toMatchObject(notFound);
  });

  test("once it is too old", async () => {
    const tenant = await aTenant();
    const email = anAddress();
    const { id, url } = await createInvitation(await tenant.as("owner"), tenant.organizationId, {
      email,
      role: "member",
    });
    await db().invitation.update({ where: { id }, data: { expiresAt: new Date(Date.now() - 1000) } });
    expect(await invitationOfLink(secretOf(url))).toBeNull();
    await expect(acceptInvitation(asPerson(await aPerson(email)), id, {})).rejects.toMatchObject(notFound);
  });

  test("once the same address was invited again", async () => {
    const tenant = await aTenant();
    const email = anAddress();
    const ctx = await tenant.as("owner");
    const first = await createInvitation(ctx, tenant.organizationId, { email, role: "owner" });
    const second = await createInvitation(ctx, tenant.organizationId, { email, role: "member" });
    expect(await invitationOfLink(secretOf(first.url))).toBeNull();
    expect(await invitationOfLink(secretOf(second.url))).toMatchObject({ id: second.id, role: "member" });
    expect((await listInvitations(ctx, tenant.organizationId, firstPage)).items).toHaveLength(1);
  });
});

test("nobody invites above their own role", async () => {
  const tenant = await aTenant();
  const invite = async (as: "admin" | "member", role: "owner" | "admin" | "member") =>
    createInvitation(await tenant.as(as), tenant.organizationId, { email: anAddress(), role });
  await expect(invite("admin", "owner")).rejects.toMatchObject({ code: "forbidden" });
  await expect(invite("member", "member")).rejects.toMatchObject({ code: "forbidden" });
  expect(await invite("admin", "admin")).toMatchObject({ role: "admin" });
});

test("a member is not invited again", async () => {
  const tenant = await aTenant();
  const email = anAddress();
  const userId = await aPerson(email);
  await db().organizationMember.create({ data: { organizationId: tenant.organizationId, userId, role: "member" } });
  await expect(
    createInvitation(await tenant.as("owner"), tenant.organizationId, { email, role: "admin" }),
  ).rejects.toMatchObject({ code: "conflict" });
});

test("the link's secret is in the answer that makes it and nowhere else", async () => {
  const tenant = await aTenant();
  const { url } = await createInvitation(await tenant.as("owner"), tenant.organizationId, {
    email: anAddress(),
    role: "member",
  });
  const list = await listInvitations(await tenant.as("owner"), tenant.organizationId, firstPage);
  const rows = await db().$queryRaw`select * from invitation`;
  expect(JSON.stringify([list, rows])).not.toContain(secretOf(url));
});

test("another organization's invitations are neither listed, nor made, nor canceled", async () => {
  const [mine, theirs] = [await aTenant(), await aTenant()];
  const { id } = await createInvitation(await theirs.as("owner"), theirs.organizationId, {
    email: anAddress(),
    role: "member",
  });
  const me = await mine.as("owner");
  await expect(listInvitations(me, theirs.organizationId, firstPage)).rejects.toMatchObject(notFound);
  await expect(cancelInvitation(me, mine.organizationId, id)).rejects.toMatchObject(notFound);
  await expect(cancelInvitation(me, theirs.organizationId, id)).rejects.toMatchObject(notFound);
  await expect(getOrganization(me, theirs.organizationId)).rejects.toMatchObject(notFound);
});
