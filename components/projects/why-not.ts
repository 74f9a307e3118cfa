import { reachesProjectRole } from "@/lib/auth/permissions";
import type { Project } from "@/lib/projects/contract";

/** Why the person cannot change things in the project, to stand beside a disabled button; undefined where they can. */
export const whyNotEdit = ({ role }: Project): string | undefined =>
  reachesProjectRole(role, "editor") ? undefined : `Your role here is ${role}: a project admin can make you an editor.`;

/** Why the person cannot change the project itself and who is in it; undefined where they can. */
export const whyNotAdminister = ({ role }: Project): string | undefined =>
  reachesProjectRole(role, "admin") ? undefined : `Your role here is ${role}: a project admin can make you an admin.`;
