"use client";

import { type FormEvent, useState } from "react";
import { Field } from "@/components/form/field";
import { FormFailure } from "@/components/form/form-failure";
import { SchemaForm, type SchemaValues } from "@/components/form/schema-form";
import { type Submit, useSubmit } from "@/components/form/use-submit";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import {
  type Connection,
  type ConnectionType,
  createConnection,
  testConnection,
  testNewConnection,
  updateConnection,
} from "@/lib/connections/contract";
import type { Contract } from "@/lib/core/contract";
import type { ErrorDetails } from "@/lib/core/errors";
import { call } from "@/lib/http/call";
import { TestButton } from "./test-button";

type CommonProps = {
  formId: string;
  type: ConnectionType;
  onSaved: (connection: Connection) => void;
  onDirty: () => void;
  onPending: (isPending: boolean) => void;
};

/** Faults are told as `config.api_key`; the form knows its fields by name. */
const fieldErrors = (fields: ErrorDetails | undefined): ErrorDetails =>
  Object.fromEntries(Object.entries(fields ?? {}).map(([path, message]) => [path.replace(/^config\./, ""), message]));

/** Tells the buttons, which stand outside the form, that it is being sent. */
async function sending<C extends Contract>(
  { submit }: Submit<C>,
  onPending: (isPending: boolean) => void,
  ...given: Parameters<Submit<C>["submit"]>
) {
  onPending(true);
  const result = await submit(...given);
  onPending(false);
  return result;
}

export type NewConnectionFormProps = CommonProps & { projectId: string };

export function NewConnectionForm({ formId, projectId, type, onSaved, onDirty, onPending }: NewConnectionFormProps) {
  const [values, setValues] = useState<SchemaValues>({});
  const creating = useSubmit(createConnection, onSaved);
  const errors = fieldErrors(creating.failure?.fields);

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const name = new FormData(event.currentTarget).get("name");
    void sending(creating, onPending, { project_id: projectId, name, type: type.type, config: values });
  }

  return (
    <form id={formId} noValidate onSubmit={onSubmit} onChange={onDirty} className="grid gap-4">
      <Field label="Name" error={errors.name}>
        {(control) => <Input {...control} name="name" autoComplete="off" defaultValue={type.title} autoFocus />}
      </Field>
      <SchemaForm fields={type.fields} values={values} onChange={setValues} errors={errors} />
      {type.can_test && (
        <TestButton
          test={() => call(testNewConnection, { body: { project_id: projectId, type: type.type, config: values } })}
        />
      )}
      <FormFailure failure={creating.failure} />
    </form>
  );
}

export type EditConnectionFormProps = CommonProps & { connection: Connection; disabledReason?: string | undefined };

/** Name and type stay as they are. Secrets stay too, until others are typed or the destination changes. */
export function EditConnectionForm(props: EditConnectionFormProps) {
  const { formId, connection, type, disabledReason, onSaved, onDirty, onPending } = props;
  const secrets = type.fields.filter(({ is_secret }) => is_secret).map(({ name }) => name);
  const saved = Object.fromEntries(Object.entries(connection.config).filter(([name]) => !secrets.includes(name)));
  const [values, setValues] = useState<SchemaValues>(saved);
  const updating = useSubmit(updateConnection, onSaved);
  const errors = fieldErrors(updating.failure?.fields);

  const goesElsewhere = type.fields.some(
    ({ name, is_destination }) => is_destination && JSON.stringify(values[name]) !== JSON.stringify(saved[name]),
  );
  const kept = goesElsewhere ? [] : secrets.filter((name) => connection.config[name] !== undefined);
  const isChanged = JSON.stringify(values) !== JSON.stringify(saved);

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const at = { params: { connection_id: connection.id } };
    void sending(updating, onPending, { config: values }, at);
  }

  return (
    <form id={formId} noValidate onSubmit={onSubmit} onChange={onDirty} className="grid gap-4">
      {Object.keys(connection.warnings).length > 0 && (
        <Notice tone="warning">
          <p className="font-medium">This connection cannot be used yet.</p>
          <ul>
            {Object.entries(connection.warnings).map(([field, message]) => (
              <li key={field}>{message}</li>
            ))}
          </ul>
        </Notice>
      )}
      <Field label="Name" hint="Name and type cannot be changed.">
        {(control) => <Input {...control} value={connection.name} readOnly />}
      </Field>
      <SchemaForm fields={type.fields} values={values} onChange={setValues} errors={errors} kept={kept} />
      {goesElsewhere && secrets.some((name) => connection.config[name] !== undefined) && (
        <Notice tone="warning">
          Requests will go to another place, so the secrets kept here are cleared. Enter them again.
        </Notice>
      )}
      {type.can_test && (
        <TestButton
          disabledReason={disabledReason ?? (isChanged ? "Save your changes first." : undefined)}
          test={() => call(testConnection, { params: { connection_id: connection.id } })}
        />
      )}
      <FormFailure failure={updating.failure} />
    </form>
  );
}
