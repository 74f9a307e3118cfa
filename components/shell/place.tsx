"use client";

import { useParams } from "next/navigation";
import { createContext, type ReactNode, useContext } from "react";
import type { Organization } from "@/lib/organizations/contract";
import type { Person } from "@/lib/people/contract";
import type { Project } from "@/lib/projects/contract";

/** Who looks, and what they may open. */
export type Surroundings = {
  person: Person;
  organizations: readonly Organization[];
  projects: readonly Project[];
  /** The project opened last: where pages that belong to none lead back to. */
  lastProjectId: string | null;
};

const Place = createContext<Surroundings | null>(null);

export function PlaceProvider({ value, children }: { value: Surroundings; children: ReactNode }) {
  return <Place value={value}>{children}</Place>;
}

/** Where one is: the project and organization of the page, or else those one was in last. */
export function usePlace() {
  const surroundings = useContext(Place);
  if (!surroundings) throw new Error("usePlace stands inside the shell.");
  const { projectId, orgId } = useParams<{ projectId?: string; orgId?: string }>();
  const { organizations, projects, lastProjectId } = surroundings;
  const here = projects.find(({ id }) => id === projectId);
  const last = projects.find(({ id }) => id === lastProjectId);
  const lastFits = last && (orgId === undefined || last.org_id === orgId);
  const first = projects.find(({ org_id }) => orgId === undefined || org_id === orgId) ?? null;
  const project = here ?? (lastFits ? last : first);
  const organization = organizations.find(({ id }) => id === (orgId ?? project?.org_id)) ?? organizations[0] ?? null;
  return { ...surroundings, project, organization };
}
