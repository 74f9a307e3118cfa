"use client";

import type { FormEvent } from "react";
import { Field } from "@/components/form/field";
import { FormFailure } from "@/components/form/form-failure";
import { useSubmit } from "@/components/form/use-submit";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { createOrganization, type Organization } from "@/lib/organizations/contract";

export type CreateOrganizationFormProps = {
  onCreated: (organization: Organization) => void;
  onCancel?: (() => void) | undefined;
};

export function CreateOrganizationForm({ onCreated, onCancel }: CreateOrganizationFormProps) {
  const { submit, isPending, failure } = useSubmit(createOrganization, onCreated);

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    void submit({ name: new FormData(event.currentTarget).get("name") });
  }

  return (
    <form noValidate onSubmit={onSubmit} className="grid gap-4">
      <Field label="Name of the organization" error={failure?.fields.name}>
        {(control) => <Input {...control} name="name" autoComplete="organization" placeholder="Acme" autoFocus />}
      </Field>
      <FormFailure failure={failure} />
      <div className="flex justify-end gap-2">
        {onCancel && <Button onClick={onCancel}>Cancel</Button>}
        <Button type="submit" variant="primary" isPending={isPending}>
          Create organization
        </Button>
      </div>
    </form>
  );
}
