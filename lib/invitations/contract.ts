import { z } from "zod";
import { ORGANIZATION_ROLES } from "@/lib/auth/permissions";
import { ack, contract, many, one } from "@/lib/core/contract";
import { Author, Id, Time } from "@/lib/core/fields";
import { PageQuery } from "@/lib/core/page";
import { Organization } from "@/lib/organizations/contract";
import { Email } from "@/lib/people/contract";

export const Invitation = z.object({
  id: Id,
  org_id: Id,
  org_name: z.string(),
  email: z.string(),
  role: z.enum(ORGANIZATION_ROLES),
  invited_by: Author,
  created_at: Time,
  expires_at: Time,
});
export type Invitation = z.infer<typeof Invitation>;

/** `url` is the link to hand to the person; it is shown this once. */
export const NewInvitation = Invitation.extend({ url: z.string() });
export type NewInvitation = z.infer<typeof NewInvitation>;

export const CreateInvitation = z.object({ email: Email, role: z.enum(ORGANIZATION_ROLES).default("member") });
export type CreateInvitation = z.infer<typeof CreateInvitation>;

const tag = "Invitations";
const accepts = ["session", "pat"] as const;

export const listInvitations = contract({
  method: "GET",
  path: "/v1/orgs/{org_id}/invitations",
  summary: "List pending invitations, newest first",
  tag,
  accepts,
  query: PageQuery,
  reply: many(Invitation),
});

export const createInvitation = contract({
  method: "POST",
  path: "/v1/orgs/{org_id}/invitations",
  summary: "Invite a person by e-mail address; the role is not above one's own",
  tag,
  accepts,
  body: CreateInvitation,
  reply: one(NewInvitation),
});

export const cancelInvitation = contract({
  method: "DELETE",
  path: "/v1/orgs/{org_id}/invitations/{invitation_id}",
  summary: "Cancel an invitation",
  tag,
  accepts,
  reply: ack("deleted"),
});

export const listMyInvitations = contract({
  method: "GET",
  path: "/v1/me/invitations",
  summary: "List pending invitations to one's own e-mail address",
  tag,
  accepts,
  query: PageQuery,
  reply: many(Invitation),
});

/** `secret`, from the invitation link, is needed where nobody vouched for the account's e-mail address yet. */
export const AcceptInvitation = z.object({ secret: z.string().max(200).optional() }).default({});
export type AcceptInvitation = z.infer<typeof AcceptInvitation>;

export const acceptInvitation = contract({
  method: "POST",
  path: "/v1/invitations/{invitation_id}/accept",
  summary: "Accept an invitation to one's own e-mail address",
  tag,
  accepts,
  body: AcceptInvitation,
  reply: one(Organization),
});
