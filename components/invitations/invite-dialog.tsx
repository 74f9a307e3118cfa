"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Field } from "@/components/form/field";
import { FormFailure } from "@/components/form/form-failure";
import { useSubmit } from "@/components/form/use-submit";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { SecretOnce } from "@/components/ui/secret-once";
import { Select } from "@/components/ui/select";
import { createInvitation, type NewInvitation } from "@/lib/invitations/contract";
import type { Organization } from "@/lib/organizations/contract";

export type InviteDialogProps = { organization: Organization; open: boolean; onClose: () => void };

export function InviteDialog({ organization, open, onClose }: InviteDialogProps) {
  const [made, setMade] = useState<NewInvitation | null>(null);
  const [isDirty, setDirty] = useState(false);
  function close() {
    setMade(null);
    setDirty(false);
    onClose();
  }
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      isDirty={isDirty && made === null}
      title={made ? "Hand over this link" : "Invite a person"}
      description={made ? `It works for ${made.email} only.` : `They join ${organization.name}.`}
    >
      {made ? (
        <div className="grid gap-5">
          <SecretOnce what="invitation link" secret={made.url} />
          <div className="flex justify-end">
            <Button onClick={close}>Done</Button>
          </div>
        </div>
      ) : (
        <InviteForm organization={organization} onMade={setMade} onDirty={() => setDirty(true)} />
      )}
    </Dialog>
  );
}

type InviteFormProps = {
  organization: Organization;
  onMade: (invitation: NewInvitation) => void;
  onDirty: () => void;
};

function InviteForm({ organization, onMade, onDirty }: InviteFormProps) {
  const router = useRouter();
  const [role, setRole] = useState("member");
  const { submit, isPending, failure } = useSubmit(createInvitation, (invitation) => {
    onMade(invitation);
    router.refresh();
  });

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const email = new FormData(event.currentTarget).get("email");
    void submit({ email, role }, { params: { org_id: organization.id } });
  }

  return (
    <form noValidate onSubmit={onSubmit} onChange={onDirty} className="grid gap-4">
      <Field label="E-mail" error={failure?.fields.email}>
        {(control) => <Input {...control} name="email" type="email" autoComplete="off" autoFocus />}
      </Field>
      <Field label="Role" error={failure?.fields.role}>
        {(control) => (
          <Select
            {...control}
            value={role}
            onValueChange={setRole}
            options={[
              { value: "member", label: "Member", description: "Works in projects" },
              { value: "admin", label: "Admin", description: "Also manages people and settings" },
              {
                value: "owner",
                label: "Owner",
                description: organization.role === "owner" ? "Also makes owners" : "Only an owner invites owners",
                disabled: organization.role !== "owner",
              },
            ]}
          />
        )}
      </Field>
      <FormFailure failure={failure} />
      <div className="flex justify-end">
        <Button type="submit" variant="primary" isPending={isPending}>
          Create invitation link
        </Button>
      </div>
    </form>
  );
}
