"use client";

import { Field } from "@/components/form/field";
import { Select } from "@/components/ui/select";

export type AccessType = "private" | "public";

const OPTIONS = [
  { value: "private", label: "Enabled", description: "Callers send an Access Key" },
  { value: "public", label: "Disabled", description: "Anyone who knows the address may call it, browsers too" },
];

export type AccessChoiceProps = {
  value: AccessType;
  onChange: (value: AccessType) => void;
  error?: string | undefined;
};

export function AccessChoice({ value, onChange, error }: AccessChoiceProps) {
  return (
    <Field label="Endpoint authorization" error={error}>
      {(control) => (
        <Select {...control} options={OPTIONS} value={value} onValueChange={(next) => onChange(next as AccessType)} />
      )}
    </Field>
  );
}
