"use client";

import { useState } from "react";
import { Field } from "@/components/form/field";
import { FormFailure } from "@/components/form/form-failure";
import type { Failure } from "@/components/form/use-submit";
import { Button } from "@/components/ui/button";
import { Input, Textarea } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { Sheet } from "@/components/ui/sheet";

export type SavePanelProps = {
  /** The number the version will have. */
  nextVersion: number;
  name: string;
  isDraft: boolean;
  errorCount: number;
  failure: Failure | null;
  pending: "draft" | "version" | null;
  onSaveDraft: (name: string) => void;
  onSaveVersion: (input: { name: string; description: string }) => void;
  onShowFaults: () => void;
  onClose: () => void;
};

/** Saves the graph: a draft as it is, or the next version of it. */
export function SavePanel(props: SavePanelProps) {
  const { nextVersion, name: givenName, isDraft, errorCount, failure, pending } = props;
  const [name, setName] = useState(givenName);
  const [description, setDescription] = useState("");
  const faults = `${errorCount} ${errorCount === 1 ? "fault" : "faults"}`;
  const blocked = errorCount > 0 ? `The graph has ${faults}. A version must be able to run.` : undefined;
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && props.onClose()}
      title={
        <span className="flex items-center gap-2">
          Save <span className="rounded-sm bg-accent/10 px-1.5 font-mono text-accent-text text-sm">v{nextVersion}</span>
        </span>
      }
      description={
        isDraft
          ? "The first version makes this draft an agent that can be deployed."
          : "Apps keep the version they serve until you redeploy them."
      }
      isDirty={description !== ""}
      footer={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          {isDraft && (
            <Button isPending={pending === "draft"} onClick={() => props.onSaveDraft(name)}>
              Save draft
            </Button>
          )}
          <Button
            variant="primary"
            type="submit"
            form="save-version"
            isPending={pending === "version"}
            disabledReason={blocked}
          >
            Save v{nextVersion}
          </Button>
        </>
      }
    >
      <form
        id="save-version"
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!blocked) props.onSaveVersion({ name, description });
        }}
      >
        {errorCount > 0 && (
          <Notice tone="warning">
            The graph has {faults}, so it cannot become a version yet.
            {isDraft && " It can be kept as a draft."}{" "}
            <button type="button" className="text-accent-text underline" onClick={props.onShowFaults}>
              Show them
            </button>
          </Notice>
        )}
        {isDraft && (
          <Field label="Name" error={failure?.fields.name}>
            {(control) => (
              <Input
                {...control}
                value={name}
                maxLength={120}
                autoComplete="off"
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
        )}
        <Field
          label="Version description"
          isOptional
          error={failure?.fields.description}
          hint="What changed, for whoever looks for it later."
        >
          {(control) => (
            <Textarea
              {...control}
              rows={4}
              maxLength={2000}
              value={description}
              onChange={(event) => setDescription(event.target.value)}
            />
          )}
        </Field>
        <FormFailure failure={failure} />
        {failure && <GraphFaults fields={failure.fields} />}
      </form>
    </Sheet>
  );
}

/** What only the server finds: by node and field, in its own words. */
function GraphFaults({ fields }: { fields: Failure["fields"] }) {
  const faults = Object.entries(fields).filter(([path]) => /^(nodes|flow)\b/.test(path));
  if (faults.length === 0) return null;
  return (
    <ul className="grid gap-1 text-xs">
      {faults.map(([path, message]) => (
        <li key={path}>
          <span className="font-mono text-muted">{path.replace(/^nodes\./, "")}</span> {message}
        </li>
      ))}
    </ul>
  );
}
