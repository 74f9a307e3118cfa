"use client";

import { X } from "lucide-react";
import { type FormEvent, useCallback, useEffect, useState } from "react";
import { Field } from "@/components/form/field";
import { FormFailure } from "@/components/form/form-failure";
import { type Failure, failureOf, useSubmit } from "@/components/form/use-submit";
import { nameOf } from "@/components/people/name-of";
import { Button, IconButton } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { Select } from "@/components/ui/select";
import { Sheet } from "@/components/ui/sheet";
import { Skeleton } from "@/components/ui/skeleton";
import { PROJECT_ROLES } from "@/lib/auth/permissions";
import { call } from "@/lib/http/call";
import {
  addProjectMember,
  listProjectMembers,
  type ProjectMember,
  removeProjectMember,
  updateProjectMember,
} from "@/lib/members/contract";
import type { Project } from "@/lib/projects/contract";
import { whyNotAdminister } from "./why-not";

const ROLES = PROJECT_ROLES.map((role) => ({
  value: role,
  label: role[0]?.toUpperCase() + role.slice(1),
}));

/** Who was added to a project by name, and in which role. */
export function ProjectMembers({ project, onClose }: { project: Project; onClose: () => void }) {
  const params = { project_id: project.id };
  const [members, setMembers] = useState<readonly ProjectMember[] | null>(null);
  const [failed, setFailed] = useState<Failure | null>(null);
  const [role, setRole] = useState("editor");
  const reason = whyNotAdminister(project);

  const load = useCallback(async () => {
    setFailed(null);
    try {
      const page = await call(listProjectMembers, { params: { project_id: project.id }, query: { page_size: 500 } });
      setMembers(page.items);
    } catch (thrown) {
      setFailed(failureOf(thrown));
    }
  }, [project.id]);
  useEffect(() => void load(), [load]);

  const adding = useSubmit(addProjectMember, () => void load());
  const changing = useSubmit(updateProjectMember, () => void load());
  const removing = useSubmit(removeProjectMember, () => void load());

  async function onAdd(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    if (await adding.submit({ email: new FormData(form).get("email"), role }, { params })) form.reset();
  }

  return (
    <Sheet open onOpenChange={onClose} title={`Members of ${project.name}`}>
      <div className="grid gap-5">
        {project.visibility === "internal" && (
          <Notice>
            This project is internal: everyone in the organization is an editor. Add people here to give them another
            role.
          </Notice>
        )}
        <form noValidate onSubmit={(event) => void onAdd(event)} className="grid gap-3">
          <div className="flex items-start gap-2">
            <Field label="E-mail of a member" error={adding.failure?.fields.email} className="flex-1">
              {(control) => <Input {...control} name="email" type="email" autoComplete="off" />}
            </Field>
            <Field label="Role" className="w-28">
              {(control) => <Select {...control} options={ROLES} value={role} onValueChange={setRole} />}
            </Field>
            <Button type="submit" className="mt-6.5" isPending={adding.isPending} disabledReason={reason}>
              Add
            </Button>
          </div>
          <FormFailure failure={adding.failure} />
        </form>
        {failed && <ErrorState message={failed.message} requestId={failed.requestId} onRetry={() => void load()} />}
        {!members && !failed && <Skeleton className="h-24" />}
        {members?.length === 0 && <p className="text-muted">Nobody was added by name yet.</p>}
        {members && members.length > 0 && (
          <ul className="divide-y divide-border rounded-lg border border-border">
            {members.map((member) => (
              <li key={member.user_id} className="flex items-center gap-2 px-3 py-2">
                <span className="grid min-w-0 flex-1">
                  <span className="truncate font-medium">{nameOf(member)}</span>
                  <span className="truncate text-muted text-xs">{member.email}</span>
                </span>
                <Select
                  aria-label={`Role of ${nameOf(member)}`}
                  options={ROLES}
                  value={member.role}
                  disabled={reason !== undefined}
                  className="w-28"
                  onValueChange={(next) =>
                    void changing.submit({ role: next }, { params: { ...params, user_id: member.user_id } })
                  }
                />
                <IconButton
                  label={`Remove ${nameOf(member)}`}
                  disabledReason={reason}
                  onClick={() => void removing.submit(undefined, { params: { ...params, user_id: member.user_id } })}
                >
                  <X aria-hidden />
                </IconButton>
              </li>
            ))}
          </ul>
        )}
        <FormFailure failure={changing.failure ?? removing.failure} />
      </div>
    </Sheet>
  );
}
