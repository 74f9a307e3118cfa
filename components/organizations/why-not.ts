import { reachesOrganizationRole } from "@/lib/auth/permissions";
import type { Organization } from "@/lib/organizations/contract";

/** Why the person cannot change the organization and who is in it, to stand beside a disabled button; undefined where they can. */
export const whyNotAdminister = ({ role }: Organization): string | undefined =>
  reachesOrganizationRole(role, "admin") ? undefined : "This needs the role admin in the organization.";
