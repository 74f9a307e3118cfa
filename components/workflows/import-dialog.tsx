"use client";

import { FileUp } from "lucide-react";
import { useRouter } from "next/navigation";
import { type DragEvent, type FormEvent, useState } from "react";
import { Field } from "@/components/form/field";
import { FormFailure } from "@/components/form/form-failure";
import { useSubmit } from "@/components/form/use-submit";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Dialog } from "@/components/ui/dialog";
import { Input, Textarea } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { toast } from "@/components/ui/toast";
import { type ImportResult, importWorkflow } from "@/lib/workflows/contract";

export type ImportDialogProps = { projectId: string; open: boolean; onClose: () => void };

export function ImportDialog({ projectId, open, onClose }: ImportDialogProps) {
  const [isDirty, setDirty] = useState(false);
  const [result, setResult] = useState<ImportResult | null>(null);
  const router = useRouter();
  function close() {
    setDirty(false);
    setResult(null);
    onClose();
  }
  const goTo = ({ workflow }: ImportResult) => router.push(`/projects/${projectId}/agents/${workflow.id}`);
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      isDirty={isDirty && result === null}
      title="Import an agent"
      description="A file exported here, or a workflow YAML of the SDK. Nothing in it is run."
      size="lg"
    >
      {result ? (
        <div className="grid gap-4">
          <Notice tone="warning">
            {result.workflow.name} was imported. {result.problems.length}{" "}
            {result.problems.length === 1 ? "thing needs" : "things need"} mending before it can run.
          </Notice>
          <ul className="grid max-h-60 gap-1 overflow-y-auto">
            {result.problems.map((problem) => (
              <li key={`${problem.node_id}${problem.path}${problem.message}`}>
                <span className="font-medium">{problem.node_name ?? problem.node_id ?? "The workflow"}</span>{" "}
                <span className="text-muted">
                  {problem.path && `${problem.path}: `}
                  {problem.message}
                </span>
              </li>
            ))}
          </ul>
          <div className="flex justify-end">
            <Button variant="primary" onClick={() => goTo(result)}>
              Open on the canvas
            </Button>
          </div>
        </div>
      ) : (
        <ImportForm
          projectId={projectId}
          onDirty={() => setDirty(true)}
          onDone={(done) => {
            if (done.problems.length > 0) return setResult(done);
            toast.success(`${done.workflow.name} was imported`);
            goTo(done);
          }}
        />
      )}
    </Dialog>
  );
}

type ImportFormProps = { projectId: string; onDirty: () => void; onDone: (result: ImportResult) => void };

function ImportForm({ projectId, onDirty, onDone }: ImportFormProps) {
  const [content, setContent] = useState("");
  const [fileName, setFileName] = useState("");
  const [isOver, setOver] = useState(false);
  const { submit, isPending, failure } = useSubmit(importWorkflow, onDone);

  async function take(file: File | undefined) {
    if (!file) return;
    setContent(await file.text());
    setFileName(file.name);
    onDirty();
  }

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const name = new FormData(event.currentTarget).get("name");
    const format = /\.json$/i.test(fileName) ? "json" : /\.ya?ml$/i.test(fileName) ? "yaml" : undefined;
    void submit({ project_id: projectId, content, ...(name && { name }), ...(format && { format }) });
  }

  return (
    <form noValidate onSubmit={onSubmit} onChange={onDirty} className="grid gap-4">
      <label
        className={cn(
          "flex cursor-pointer flex-col items-center gap-1 rounded-lg border border-border border-dashed px-4 py-5 text-center transition-colors duration-150 focus-within:outline-2 focus-within:outline-focus hover:bg-hover",
          isOver && "border-accent bg-accent/5",
        )}
        onDragOver={(event: DragEvent) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event: DragEvent) => {
          event.preventDefault();
          setOver(false);
          void take(event.dataTransfer.files[0]);
        }}
      >
        <FileUp aria-hidden className="size-5 text-muted" />
        <span className="font-medium">{fileName || "Choose a file, or drop it here"}</span>
        <span className="text-muted text-xs">JSON or YAML</span>
        <input
          type="file"
          accept=".json,.yaml,.yml"
          className="sr-only"
          onChange={(event) => void take(event.target.files?.[0])}
        />
      </label>
      <Field label="Or paste it" error={failure?.fields.content}>
        {(control) => (
          <Textarea
            {...control}
            rows={8}
            spellCheck={false}
            className="font-mono text-xs"
            value={content}
            onChange={(event) => {
              setContent(event.target.value);
              setFileName("");
            }}
          />
        )}
      </Field>
      <Field label="Name" isOptional hint="Left empty, it is the one in the file." error={failure?.fields.name}>
        {(control) => <Input {...control} name="name" autoComplete="off" />}
      </Field>
      <FormFailure failure={failure} />
      <div className="flex justify-end">
        <Button
          type="submit"
          variant="primary"
          isPending={isPending}
          disabledReason={content.trim() === "" ? "Choose a file or paste its text first." : undefined}
        >
          Import
        </Button>
      </div>
    </form>
  );
}
