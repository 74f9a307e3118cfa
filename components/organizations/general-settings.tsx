"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { ConfirmSubmit } from "@/components/form/confirm-submit";
import { Field } from "@/components/form/field";
import { FormFailure } from "@/components/form/form-failure";
import { useSubmit } from "@/components/form/use-submit";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Input } from "@/components/ui/input";
import { Section } from "@/components/ui/section";
import { toast } from "@/components/ui/toast";
import {
  deleteOrganization,
  leaveOrganization,
  type Organization,
  updateOrganization,
} from "@/lib/organizations/contract";
import { whyNotAdminister } from "./why-not";

export type GeneralSettingsProps = {
  organization: Organization;
  /** Of those one may open. */
  projectCount: number;
};

export function GeneralSettings({ organization, projectCount }: GeneralSettingsProps) {
  const router = useRouter();
  const params = { org_id: organization.id };
  const [asked, setAsked] = useState<"leave" | "delete" | null>(null);
  const { submit, isPending, failure } = useSubmit(updateOrganization, () => {
    toast.success("Organization renamed");
    router.refresh();
  });
  const reason = whyNotAdminister(organization);
  const goAway = () => {
    router.replace("/organizations");
    router.refresh();
  };

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    void submit({ name: new FormData(event.currentTarget).get("name") }, { params });
  }

  return (
    <div className="grid gap-4">
      <Section title="Organization" description="Its name is shown to everyone in it.">
        <form noValidate onSubmit={onSubmit} className="grid gap-4">
          <Field label="Name" error={failure?.fields.name}>
            {(control) => (
              <Input
                {...control}
                key={organization.name}
                name="name"
                defaultValue={organization.name}
                readOnly={reason !== undefined}
              />
            )}
          </Field>
          <Field label="Id">
            {(control) => (
              <div className="flex items-center gap-1">
                <Input {...control} readOnly value={organization.id} className="font-mono text-xs" />
                <CopyButton text={organization.id} label="Copy organization id" />
              </div>
            )}
          </Field>
          <FormFailure failure={failure} />
          <div>
            <Button type="submit" variant="primary" isPending={isPending} disabledReason={reason}>
              Save
            </Button>
          </div>
        </form>
      </Section>
      <Section title="Leave" description="You lose access to its projects at once. Its last owner cannot leave.">
        <Button onClick={() => setAsked("leave")}>Leave organization</Button>
      </Section>
      <Section
        title="Delete"
        tone="danger"
        description="Everything in it goes: projects, agents, apps, traces and keys."
      >
        <Button variant="danger" disabledReason={reason} onClick={() => setAsked("delete")}>
          Delete organization
        </Button>
      </Section>
      <ConfirmSubmit
        open={asked === "leave"}
        onOpenChange={() => setAsked(null)}
        contract={leaveOrganization}
        params={params}
        title={`Leave ${organization.name}?`}
        confirmLabel="Leave"
        onDone={goAway}
      >
        You can only come back by invitation.
      </ConfirmSubmit>
      <ConfirmSubmit
        open={asked === "delete"}
        onOpenChange={() => setAsked(null)}
        contract={deleteOrganization}
        params={params}
        title={`Delete ${organization.name}?`}
        confirmLabel="Delete organization"
        typeToConfirm={organization.name}
        onDone={goAway}
      >
        {projectCount === 0
          ? "It has no projects you can open."
          : `${projectCount} ${projectCount === 1 ? "project" : "projects"} with all agents, apps and traces will be gone. Apps stop answering, keys stop working.`}{" "}
        This cannot be undone.
      </ConfirmSubmit>
    </div>
  );
}
