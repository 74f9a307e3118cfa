"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { ConfirmSubmit } from "@/components/form/confirm-submit";
import { Field } from "@/components/form/field";
import { FormFailure } from "@/components/form/form-failure";
import { useSubmit } from "@/components/form/use-submit";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Section } from "@/components/ui/section";
import { ThemeToggle } from "@/components/ui/theme-toggle";
import { toast } from "@/components/ui/toast";
import { changePassword, type Person, signOutEverywhere, updateMe } from "@/lib/people/contract";

export type ProfileSettingsProps = { person: Person; timeZones: readonly string[] };

export function ProfileSettings({ person, timeZones }: ProfileSettingsProps) {
  const [isAsking, setAsking] = useState(false);
  return (
    <div className="grid gap-4">
      <Section title="You" description="How others see you, and the time zone your times are shown in.">
        <PersonForm person={person} timeZones={timeZones} />
      </Section>
      <Section title="Appearance" description="Kept in this browser.">
        <ThemeToggle />
      </Section>
      <Section title="Password" description="Changing it signs you out in every browser.">
        <PasswordForm />
      </Section>
      <Section title="Sessions" description="Ends every browser session of yours, this one too. Tokens keep working.">
        <Button onClick={() => setAsking(true)}>Sign out everywhere</Button>
      </Section>
      <ConfirmSubmit
        open={isAsking}
        onOpenChange={setAsking}
        contract={signOutEverywhere}
        params={{}}
        title="Sign out everywhere?"
        confirmLabel="Sign out everywhere"
        onDone={() => location.assign("/login?ended=1")}
      >
        You will have to sign in again here and in every other browser. Personal access tokens keep working.
      </ConfirmSubmit>
    </div>
  );
}

function PersonForm({ person, timeZones }: ProfileSettingsProps) {
  const router = useRouter();
  const { submit, isPending, failure } = useSubmit(updateMe, () => {
    toast.success("Profile saved");
    router.refresh();
  });

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    void submit(Object.fromEntries(new FormData(event.currentTarget)));
  }

  return (
    <form noValidate onSubmit={onSubmit} className="grid gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="First name" error={failure?.fields.first_name}>
          {(control) => (
            <Input {...control} name="first_name" autoComplete="given-name" defaultValue={person.first_name} />
          )}
        </Field>
        <Field label="Last name" error={failure?.fields.last_name}>
          {(control) => (
            <Input {...control} name="last_name" autoComplete="family-name" defaultValue={person.last_name} />
          )}
        </Field>
      </div>
      <Field label="Time zone" error={failure?.fields.timezone} hint="Type to search: Europe/Berlin.">
        {(control) => (
          <>
            <Input {...control} name="timezone" list="time-zones" autoComplete="off" defaultValue={person.timezone} />
            <datalist id="time-zones">
              {timeZones.map((zone) => (
                <option key={zone} value={zone} />
              ))}
            </datalist>
          </>
        )}
      </Field>
      <FormFailure failure={failure} />
      <div>
        <Button type="submit" variant="primary" isPending={isPending}>
          Save
        </Button>
      </div>
    </form>
  );
}

function PasswordForm() {
  const { submit, isPending, failure } = useSubmit(changePassword, () => location.assign("/login?changed=1"));

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    void submit(Object.fromEntries(new FormData(event.currentTarget)));
  }

  return (
    <form noValidate onSubmit={onSubmit} className="grid gap-4">
      <Field label="Current password" error={failure?.fields.current_password}>
        {(control) => <Input {...control} name="current_password" type="password" autoComplete="current-password" />}
      </Field>
      <Field label="New password" error={failure?.fields.new_password} hint="10 characters or more.">
        {(control) => <Input {...control} name="new_password" type="password" autoComplete="new-password" />}
      </Field>
      <FormFailure failure={failure} />
      <div>
        <Button type="submit" isPending={isPending}>
          Change password
        </Button>
      </div>
    </form>
  );
}
