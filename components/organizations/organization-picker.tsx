"use client";

import { Building2, ChevronRight, Mail, Plus } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useSubmit } from "@/components/form/use-submit";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { RelativeTime } from "@/components/ui/relative-time";
import { acceptInvitation, type Invitation } from "@/lib/invitations/contract";
import type { Organization } from "@/lib/organizations/contract";
import type { Project } from "@/lib/projects/contract";
import { CreateOrganizationForm } from "./create-organization-form";

export type OrganizationPickerProps = {
  organizations: readonly Organization[];
  invitations: readonly Invitation[];
  projects: readonly Project[];
};

export function OrganizationPicker({ organizations, invitations, projects }: OrganizationPickerProps) {
  const router = useRouter();
  const isNew = organizations.length === 0;
  const [isCreating, setCreating] = useState(isNew && invitations.length === 0);
  return (
    <>
      <PageHeader
        title={isNew ? "Welcome" : "Organizations"}
        description={
          isNew
            ? "An organization holds projects and the people who work in them."
            : "Each has its own projects, people and keys."
        }
        action={
          isCreating ? undefined : (
            <Button variant={isNew ? "primary" : "secondary"} onClick={() => setCreating(true)}>
              <Plus aria-hidden />
              New organization
            </Button>
          )
        }
      />
      <div className="grid gap-4">
        {isCreating && (
          <section aria-label="New organization" className="rounded-lg border border-border bg-surface p-5">
            <CreateOrganizationForm
              onCreated={({ id }) => {
                router.push(`/settings/${id}/projects?new=1`);
                router.refresh();
              }}
              onCancel={isNew ? undefined : () => setCreating(false)}
            />
          </section>
        )}
        {invitations.length > 0 && (
          <section aria-label="Invitations" className="grid gap-2">
            {invitations.map((invitation) => (
              <InvitationRow key={invitation.id} invitation={invitation} />
            ))}
          </section>
        )}
        {organizations.length > 0 && (
          <ul className="divide-y divide-border rounded-lg border border-border bg-surface">
            {organizations.map(({ id, name, role }) => {
              const own = projects.filter(({ org_id }) => org_id === id);
              const [only] = own;
              return (
                <li key={id}>
                  <Link
                    href={only && own.length === 1 ? `/projects/${only.id}` : `/settings/${id}/projects`}
                    className="flex min-h-14 items-center gap-3 px-4 py-2 transition-colors duration-150 hover:bg-hover"
                  >
                    <Building2 aria-hidden className="size-4 shrink-0 text-muted" />
                    <span className="grid min-w-0 flex-1">
                      <span className="truncate font-medium">{name}</span>
                      <span className="text-muted text-xs">
                        {own.length === 0
                          ? "No projects yet"
                          : `${own.length} ${own.length === 1 ? "project" : "projects"}`}
                      </span>
                    </span>
                    <Badge className="capitalize">{role}</Badge>
                    <ChevronRight aria-hidden className="size-4 text-muted" />
                  </Link>
                </li>
              );
            })}
          </ul>
        )}
      </div>
    </>
  );
}

function InvitationRow({ invitation }: { invitation: Invitation }) {
  const router = useRouter();
  const { submit, isPending, failure } = useSubmit(acceptInvitation, () => router.refresh());
  return (
    <div className="flex flex-wrap items-center gap-3 rounded-lg border border-accent/40 bg-accent/5 px-4 py-3">
      <Mail aria-hidden className="size-4 shrink-0 text-accent-text" />
      <div className="min-w-0 flex-1">
        <p>
          You are invited to <strong className="font-semibold">{invitation.org_name}</strong> as {invitation.role}.
        </p>
        <p className="text-muted text-xs">
          Ends <RelativeTime time={invitation.expires_at} />
        </p>
        {failure && (
          <p role="alert" className="text-failed text-xs">
            {failure.message}
          </p>
        )}
      </div>
      <Button
        variant="primary"
        isPending={isPending}
        onClick={() => void submit({}, { params: { invitation_id: invitation.id } })}
      >
        Accept
      </Button>
    </div>
  );
}
