"use client";

import { Check, Plus, TriangleAlert, X } from "lucide-react";
import { type Ref, useMemo, useState } from "react";
import { Field } from "@/components/form/field";
import { ConnectionField } from "@/components/form/widgets/connection";
import { Control } from "@/components/form/widgets/control";
import { fieldsOf } from "@/components/form/widgets/fields";
import { MappingField } from "@/components/form/widgets/mapping-field";
import { TransformerField } from "@/components/form/widgets/transformers";
import type { WidgetContext, WidgetField } from "@/components/form/widgets/widget";
import { Button, IconButton } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Input, Textarea } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { Tabs } from "@/components/ui/tabs";
import type { Connection } from "@/lib/connections/contract";
import type { Problem } from "@/lib/engine/flow";
import { definitionOf } from "@/lib/nodes/definitions";
import type { WorkflowDocument } from "@/lib/workflows/contract";
import {
  type DocumentNode,
  INPUT_TYPE,
  isFixed,
  nameOf,
  OUTPUT_TYPE,
  objectOf,
  type Source,
  selectorOf,
  slugOf,
  textOf,
  waitsOf,
} from "./document";
import { connectionRefusal, refusalOf } from "./edits";
import { faultsByPath } from "./faults";
import { hueOf, iconOf } from "./icons";
import { sourcesOf } from "./to-flow";
import type { EditorActions } from "./use-editor";
import {
  isReference,
  labelOf,
  outputKeysOf,
  ownOutputKeys,
  schemaFieldsOf,
  shapeOf,
  templateName,
  templateVariables,
  typeName,
  variablesFor,
} from "./variables";

export type InspectorProps = {
  document: WorkflowDocument;
  node: DocumentNode;
  connections: readonly Connection[];
  problems: readonly Problem[];
  projectId: string;
  actions: EditorActions;
  isReadOnly: boolean;
  nameRef?: Ref<HTMLInputElement> | undefined;
  onClose: () => void;
};

/** Everything about one node. Keyed by the node, so that what is half typed in one is not shown in another. */
export function Inspector(props: InspectorProps) {
  const { document, node, connections, problems, projectId, actions, isReadOnly, nameRef, onClose } = props;
  const [tab, setTab] = useState("configuration");
  const definition = definitionOf(node.type);
  const Icon = iconOf(definition?.icon);
  const { flow } = document;
  const variables = useMemo(() => variablesFor(flow, node.id, definitionOf), [flow, node.id]);
  const faults = useMemo(() => faultsByPath(problems, node.id), [problems, node.id]);
  const context: WidgetContext = {
    variables,
    tokenOf: (path) => (isReference(path, flow) ? labelOf(path, flow) : null),
    nameInTemplate: (variable) => {
      const name = templateName(variable, selectorOf(node));
      actions.change(node.id, (now) => withSelector(now, name, variable.path), `${node.id}.${name}`);
      return name;
    },
    connections,
    projectId,
    faults,
  };
  const set = (name: string, value: unknown): void =>
    actions.change(node.id, (now) => withField(now, name, value), `${node.id}.${name}`);

  const configuration = (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <NameField document={document} node={node} actions={actions} fieldRef={nameRef} />
      {!isFixed(node) && (
        <Field label="Description" isOptional hint="For whoever reads the graph.">
          {(control) => (
            <Textarea
              {...control}
              rows={2}
              value={textOf(node.description)}
              onChange={(event) => set("description", event.target.value === "" ? undefined : event.target.value)}
            />
          )}
        </Field>
      )}
      {node.type !== INPUT_TYPE && <WaitsField document={document} node={node} actions={actions} />}
      {definition && definition.connections.length > 0 && (
        <ConnectionField
          types={definition.connections}
          value={typeof node.connection === "string" ? node.connection : null}
          context={context}
          isRequired={definition.needsConnection}
          onChange={(id) => set("connection", id ?? undefined)}
        />
      )}
      {definition && <Settings node={node} context={context} onSet={set} fields={fieldsOf(definition.params)} />}
      {definition?.canStream && (
        <Field label="Stream the answer" hint="Fragments are sent to the caller as they come.">
          {(control) => (
            <Switch
              id={control.id}
              aria-describedby={control["aria-describedby"]}
              checked={objectOf(node.streaming).enabled === true}
              onCheckedChange={(enabled) => set("streaming", { ...objectOf(node.streaming), enabled })}
            />
          )}
        </Field>
      )}
      {node.type !== INPUT_TYPE && <Mappings node={node} context={context} actions={actions} />}
    </div>
  );

  return (
    <aside
      aria-label={`Settings of ${nameOf(node)}`}
      className="flex h-full min-h-0 w-full flex-col"
      onBlur={() => actions.seal()}
    >
      <div className="flex items-start gap-3 px-4 pt-3 pb-2">
        <span
          className={cn(
            "mt-0.5 flex size-8 shrink-0 items-center justify-center rounded-md",
            hueOf(definition?.palette),
          )}
        >
          <Icon aria-hidden className="size-4" />
        </span>
        <div className="min-w-0 flex-1">
          <h2 className="truncate font-semibold">{definition?.title ?? node.type.split(".").at(-1)}</h2>
          <p className="text-muted text-xs">{definition?.description ?? node.type}</p>
        </div>
        <IconButton label="Close panel" className="-mr-2" onClick={onClose}>
          <X aria-hidden />
        </IconButton>
      </div>
      {faults[""] && (
        <Notice tone="danger" className="mx-4 mb-2">
          {faults[""]}
        </Notice>
      )}
      {!definition && (
        <Notice tone="warning" className="mx-4 mb-2">
          This node type cannot run here. It is kept as it came.
        </Notice>
      )}
      <fieldset disabled={isReadOnly} className="contents">
        {isFixed(node) ? (
          <div className="min-h-0 flex-1 overflow-y-auto border-border border-t p-4">{configuration}</div>
        ) : (
          <Tabs
            label="Panel"
            value={tab}
            onValueChange={setTab}
            className="flex min-h-0 flex-1 flex-col [&>[role=tablist]]:px-4"
            contentClassName="min-h-0 flex-1 overflow-y-auto p-4 focus-visible:-outline-offset-2"
            tabs={[
              { value: "configuration", label: "Configuration", content: configuration },
              { value: "output", label: "Output", content: <OutputTab node={node} onSet={set} /> },
              {
                value: "errors",
                label: "Error handling",
                content: (
                  <ErrorTab node={node} faults={faults} timeout={definition?.timeoutSeconds ?? null} onSet={set} />
                ),
              },
            ]}
          />
        )}
      </fieldset>
    </aside>
  );
}

function withField(node: DocumentNode, name: string, value: unknown): DocumentNode {
  if (node[name] === value) return node;
  const { [name]: _, ...rest } = node;
  return (value === undefined ? rest : { ...node, [name]: value }) as DocumentNode;
}

/** The node with one of its fields mapped; null takes the mapping away. */
function withSelector(node: DocumentNode, key: string, value: string | null): DocumentNode {
  const transformer = objectOf(node.input_transformer);
  const { [key]: _, ...others } = objectOf(transformer.selector);
  const selector = value === null ? others : { ...objectOf(transformer.selector), [key]: value };
  const path = transformer.path ?? null;
  const isEmpty = Object.keys(selector).length === 0;
  return withField(
    node,
    "input_transformer",
    isEmpty && path === null ? undefined : { path, selector: isEmpty ? null : selector },
  );
}

type NameFieldProps = {
  document: WorkflowDocument;
  node: DocumentNode;
  actions: EditorActions;
  fieldRef?: Ref<HTMLInputElement> | undefined;
};

/** A node's name is its id: a change rewrites everything that names it, so it is made when the field is left. */
function NameField({ document, node, actions, fieldRef }: NameFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const wanted = typed === null ? node.id : slugOf(typed);
  const refusal = wanted === node.id ? null : refusalOf(document, { kind: "rename", id: node.id, to: wanted });
  const commit = (): void => {
    setTyped(null);
    if (wanted !== node.id && refusal === null) {
      actions.edit({ kind: "rename", id: node.id, to: wanted }, { says: `Renamed to ${wanted}` });
    }
  };
  return (
    <Field
      label="Name"
      error={refusal ?? undefined}
      hint={typed !== null && wanted !== typed ? `Will be ${wanted}` : "Later nodes find its results by this name."}
    >
      {(control) => (
        <Input
          {...control}
          ref={fieldRef}
          value={typed ?? node.id}
          autoComplete="off"
          spellCheck={false}
          maxLength={60}
          className="font-mono text-xs"
          onChange={(event) => setTyped(event.target.value)}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === "Enter") commit();
            if (event.key === "Escape" && typed !== null) {
              event.stopPropagation();
              setTyped(null);
            }
          }}
        />
      )}
    </Field>
  );
}

/** What must settle before this node starts: the edges into it, for those who draw none. */
function WaitsField({
  document,
  node,
  actions,
}: {
  document: WorkflowDocument;
  node: DocumentNode;
  actions: EditorActions;
}) {
  const { flow } = document;
  const sources = useMemo(() => {
    const all = flow.nodes.flatMap((each): { source: Source; label: string }[] => {
      const options = sourcesOf(each, definitionOf(each.type));
      return options.length === 0
        ? [{ source: { node: each.id, option: null }, label: nameOf(each) }]
        : options.map(({ option, label }) => ({
            source: { node: each.id, option },
            label: `${nameOf(each)}: ${label}`,
          }));
    });
    return all.map((each) => ({ ...each, key: JSON.stringify([each.source.node, each.source.option]) }));
  }, [flow]);
  const waits = waitsOf(node);
  const labelOfWait = (wait: Source): string =>
    sources.find(({ source }) => source.node === wait.node && source.option === wait.option)?.label ?? wait.node;
  const open = sources.filter(({ source }) => connectionRefusal(flow, source, node.id) === null);
  return (
    <div className="grid gap-1.5">
      <span className="font-medium">Runs after</span>
      <ul className="flex flex-wrap gap-1.5 empty:hidden">
        {waits.map((wait) => (
          <li
            key={JSON.stringify(wait)}
            className="inline-flex h-6 items-center gap-1 rounded-sm border border-border bg-sunken pr-0.5 pl-2 text-xs"
          >
            {labelOfWait(wait)}
            <button
              type="button"
              aria-label={`Disconnect from ${labelOfWait(wait)}`}
              className="rounded-sm p-0.5 text-muted hover:bg-hover hover:text-text"
              onClick={() =>
                actions.edit(
                  { kind: "disconnect", from: wait, to: node.id },
                  { says: `Disconnected from ${labelOfWait(wait)}` },
                )
              }
            >
              <X aria-hidden className="size-3" />
            </button>
          </li>
        ))}
      </ul>
      <Select
        aria-label="Connect from"
        value=""
        placeholder={open.length > 0 ? "Connect from…" : "Nothing left to connect from"}
        disabled={open.length === 0}
        options={open.map(({ key, label }) => ({ value: key, label }))}
        onValueChange={(key) => {
          const chosen = open.find((each) => each.key === key);
          if (chosen)
            actions.edit(
              { kind: "connect", from: chosen.source, to: node.id },
              { says: `Connected from ${chosen.label}` },
            );
        }}
      />
    </div>
  );
}

type SettingsProps = {
  node: DocumentNode;
  fields: readonly WidgetField[];
  context: WidgetContext;
  onSet: (name: string, value: unknown) => void;
};

/** So many settings are shown at once; of more, those that matter first. */
const SHOWN_MAX = 9;
const FIRST = 4;

function Settings({ node, fields, context, onSet }: SettingsProps) {
  const own = isFixed(node) ? fields.filter(({ name }) => name === "schema") : fields;
  const isLong = own.length > SHOWN_MAX;
  const isFirst = (field: WidgetField, index: number): boolean => !isLong || index < FIRST || field.isRequired;
  const more = own.filter((field, index) => !isFirst(field, index));
  const isSet = (field: WidgetField): boolean => node[field.name] !== undefined && node[field.name] !== null;
  const hasFault = more.some(({ name }) =>
    Object.keys(context.faults).some((path) => path === name || path.startsWith(`${name}.`)),
  );
  const control = (field: WidgetField) => (
    <Control
      key={field.name}
      field={field}
      value={node[field.name]}
      context={context}
      onChange={(value) => onSet(field.name, value)}
    />
  );
  return (
    <>
      {own.filter(isFirst).map(control)}
      {more.length > 0 && (
        <details className="group rounded-lg border border-border" open={hasFault || undefined}>
          <summary className="select-none px-3 py-2 font-medium">
            More settings
            <span className="ml-1.5 font-normal text-muted text-xs">
              {more.some(isSet) ? `${more.filter(isSet).length} of ${more.length} set` : more.length}
            </span>
          </summary>
          <div className="grid grid-cols-[minmax(0,1fr)] gap-4 border-border border-t p-3">{more.map(control)}</div>
        </details>
      )}
    </>
  );
}

type MappingRow = {
  readonly key: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly description: string;
};

/** Texts of a node in which `{{names}}` stand. */
function templatesIn(value: unknown, widget: string): readonly string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap((part) => templatesIn(part, widget));
  if (typeof value !== "object" || value === null) return [];
  const record = value as Record<string, unknown>;
  if (widget === "messages" && record.static === true) return [];
  const parts = widget === "messages" && "messages" in record ? [record.messages] : Object.values(record);
  return parts.flatMap((part) => templatesIn(part, widget));
}

/** The fields a node's input may have: what its type asks for, its templates' variables, and what is mapped besides. */
export function mappingRowsOf(node: DocumentNode): readonly MappingRow[] {
  const definition = definitionOf(node.type);
  const rows = new Map<string, MappingRow>();
  if (node.type === OUTPUT_TYPE) {
    for (const field of schemaFieldsOf(node)) rows.set(field.key, { ...field });
  } else if (definition) {
    const shape = shapeOf(definition.input, "input") as {
      properties?: Record<string, Record<string, unknown>>;
      required?: string[];
    };
    for (const [key, property] of Object.entries(shape.properties ?? {})) {
      const isRequired = shape.required?.includes(key) ?? false;
      rows.set(key, { key, type: typeName(property), isRequired, description: textOf(property.description) });
    }
    for (const field of fieldsOf(definition.params)) {
      if (field.widget !== "messages" && field.widget !== "template") continue;
      for (const template of templatesIn(node[field.name], field.widget)) {
        for (const key of templateVariables(template)) {
          if (!rows.has(key)) rows.set(key, { key, type: "any", isRequired: true, description: "" });
        }
      }
    }
  }
  for (const key of Object.keys(selectorOf(node))) {
    if (!rows.has(key)) rows.set(key, { key, type: "any", isRequired: false, description: "" });
  }
  return [...rows.values()];
}

function Mappings({ node, context, actions }: { node: DocumentNode; context: WidgetContext; actions: EditorActions }) {
  const [name, setName] = useState("");
  const rows = mappingRowsOf(node);
  const selector = selectorOf(node);
  const isOutput = node.type === OUTPUT_TYPE;
  const map = (key: string, value: string | null): void =>
    actions.change(node.id, (now) => withSelector(now, key, value), `${node.id}.map.${key}`);
  const fresh = name.trim();
  const isTaken = rows.some(({ key }) => key === fresh);

  return (
    <section aria-label="Input fields" className="grid grid-cols-[minmax(0,1fr)] gap-3 border-border border-t pt-4">
      <div>
        <h3 className="font-medium">{isOutput ? "Answer" : "Input fields"}</h3>
        <p className="text-muted text-xs">
          {isOutput
            ? "Each field of the answer, and where it comes from."
            : rows.length === 0
              ? "Without mappings the node sees the workflow's input and every earlier result."
              : "Where each value comes from: a variable, or text."}
        </p>
      </div>
      {rows.map((row) => {
        const value = selector[row.key] ?? "";
        const suggestion = value === "" ? suggestionFor(row.key, context) : undefined;
        return (
          <Field
            key={row.key}
            label={<span className="font-mono text-xs">{row.key}</span>}
            aside={
              <span className="font-mono text-2xs text-muted">
                {row.type}
                {!row.isRequired && " (optional)"}
              </span>
            }
            hint={row.description || undefined}
            error={context.faults[`input_transformer.selector.${row.key}`]}
          >
            {(control) => (
              <div className="grid gap-1">
                <MappingField
                  id={control.id}
                  describedBy={control["aria-describedby"]}
                  isInvalid={control["aria-invalid"]}
                  value={value}
                  context={context}
                  onChange={(next) => map(row.key, next === "" ? null : next)}
                />
                {suggestion && (
                  <button
                    type="button"
                    className="justify-self-start rounded-sm text-accent-text text-xs hover:underline"
                    onClick={() => map(row.key, suggestion.path)}
                  >
                    Use <span className="font-mono">{suggestion.label}</span>
                  </button>
                )}
              </div>
            )}
          </Field>
        );
      })}
      {!isOutput && (
        <form
          className="flex gap-1.5"
          onSubmit={(event) => {
            event.preventDefault();
            if (fresh === "" || isTaken || fresh === "__proto__") return;
            map(fresh, "");
            setName("");
          }}
        >
          <Input
            aria-label="Name of a further input field"
            placeholder="Further field"
            value={name}
            autoComplete="off"
            spellCheck={false}
            aria-invalid={isTaken || undefined}
            className="font-mono text-xs"
            onChange={(event) => setName(event.target.value)}
          />
          <Button
            type="submit"
            disabledReason={
              fresh === "" ? "Give the field a name first." : isTaken ? "It is there already." : undefined
            }
          >
            <Plus aria-hidden />
            Add
          </Button>
        </form>
      )}
    </section>
  );
}

/** A variable that bears the field's own name, or else the one whole answer of the node just before. */
function suggestionFor(key: string, { variables }: WidgetContext) {
  return (
    variables.find((variable) => variable.key === key) ??
    (key === "output" || key === "input" ? variables.find((variable) => variable.key === "content") : undefined)
  );
}

function OutputTab({ node, onSet }: { node: DocumentNode; onSet: (name: string, value: unknown) => void }) {
  const isReshaped = Object.keys(objectOf(objectOf(node.output_transformer).selector)).length > 0;
  const keys = outputKeysOf(node, definitionOf);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <section aria-label="Output keys" className="grid gap-2">
        <h3 className="font-medium">What later nodes read</h3>
        {keys.length === 0 ? (
          <p className="text-muted">Any value: its shape depends on the input.</p>
        ) : (
          <dl className="divide-y divide-border rounded-lg border border-border">
            {keys.map(({ key, type, description }) => (
              <div key={key} className="px-3 py-2">
                <dt className="flex items-baseline justify-between gap-3 font-mono text-xs">
                  <span className="break-all">{key}</span>
                  <span className="shrink-0 text-muted">{type}</span>
                </dt>
                {description && <dd className="text-muted text-xs">{description}</dd>}
              </div>
            ))}
          </dl>
        )}
        {isReshaped && (
          <p className="text-muted text-xs">
            Reshaped below; the node itself gives{" "}
            {ownOutputKeys(node, definitionOf)
              .map(({ key }) => key)
              .join(", ") || "any value"}
            .
          </p>
        )}
      </section>
      <section
        aria-label="Output transformer"
        className="grid grid-cols-[minmax(0,1fr)] gap-3 border-border border-t pt-4"
      >
        <div>
          <h3 className="font-medium">Reshape the output</h3>
          <p className="text-muted text-xs">
            Paths start at the node's own output: $.content, not $.{nameOf(node)}.output.content.
          </p>
        </div>
        <TransformerField
          value={objectOf(node.output_transformer)}
          onChange={(next) =>
            onSet("output_transformer", next.path === null && next.selector === null ? undefined : next)
          }
        />
      </section>
    </div>
  );
}

type ErrorTabProps = {
  node: DocumentNode;
  faults: Readonly<Record<string, string>>;
  timeout: number | null;
  onSet: (name: string, value: unknown) => void;
};

const ERROR_FIELDS = [
  {
    name: "max_retries",
    label: "Max attempts after the first",
    hint: "0: a failure is final.",
    placeholder: "0",
    min: 0,
    step: 1,
  },
  {
    name: "retry_interval_seconds",
    label: "Interval, seconds",
    hint: "Wait before the second attempt; above 0.",
    placeholder: "1",
    min: 0,
    step: "any",
  },
  {
    name: "backoff_rate",
    label: "Backoff rate",
    hint: "Each wait is this many times the one before; 1 or more.",
    placeholder: "1",
    min: 1,
    step: "any",
  },
  {
    name: "max_retry_interval_seconds",
    label: "Longest interval, seconds",
    hint: "No wait is longer.",
    placeholder: "No limit",
    min: 0,
    step: "any",
  },
  {
    name: "timeout_seconds",
    label: "Timeout, seconds",
    hint: "For one attempt.",
    placeholder: "None",
    min: 0,
    step: "any",
  },
] as const;

function ErrorTab({ node, faults, timeout, onSet }: ErrorTabProps) {
  const handling = objectOf(node.error_handling);
  const set = (name: string, value: unknown): void => {
    const { [name]: _, ...rest } = handling;
    const next = value === undefined ? rest : { ...handling, [name]: value };
    onSet("error_handling", Object.keys(next).length === 0 ? undefined : next);
  };
  const behavior = handling.behavior === "return" ? "return" : "raise";
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <Field
        label="Behavior"
        error={faults["error_handling.behavior"]}
        hint={
          behavior === "raise"
            ? "Nodes that wait for this one are skipped, and the run fails."
            : "Nodes that wait for this one run anyway and can read its status and error."
        }
      >
        {(control) => (
          <Select
            id={control.id}
            aria-describedby={control["aria-describedby"]}
            value={behavior}
            options={[
              { value: "raise", label: "Raise" },
              { value: "return", label: "Return" },
            ]}
            onValueChange={(next) => set("behavior", next === "raise" ? undefined : next)}
          />
        )}
      </Field>
      {ERROR_FIELDS.map(({ name, label, hint, placeholder, min, step }) => {
        const value = handling[name];
        return (
          <Field key={name} label={label} hint={hint} error={faults[`error_handling.${name}`]}>
            {(control) => (
              <Input
                {...control}
                type="number"
                min={min}
                step={step}
                value={typeof value === "number" ? value : ""}
                placeholder={name === "timeout_seconds" && timeout !== null ? `${timeout}` : placeholder}
                onChange={(event) => set(name, event.target.value === "" ? undefined : event.target.valueAsNumber)}
              />
            )}
          </Field>
        );
      })}
    </div>
  );
}

export type FaultListProps = { problems: readonly Problem[]; onShow: (nodeId: string) => void };

/** Everything that is wrong, one click from where it is. */
export function FaultList({ problems, onShow }: FaultListProps) {
  if (problems.length === 0) {
    return (
      <p className="flex items-center gap-2 p-3 text-muted">
        <Check aria-hidden className="size-4 text-succeeded" />
        Nothing is wrong.
      </p>
    );
  }
  return (
    <ul className="max-h-72 overflow-y-auto p-1">
      {problems.map((problem, index) => {
        const { nodeId, nodeName, path, message, severity } = problem;
        const words = (
          <>
            <TriangleAlert
              aria-label={severity === "error" ? "Error" : "Warning"}
              className={cn("mt-0.5 size-4 shrink-0", severity === "error" ? "text-failed" : "text-waiting")}
            />
            <span className="min-w-0">
              <span className="font-medium">{nodeName ?? "Workflow"}</span>
              {path && <span className="ml-1.5 break-all font-mono text-muted text-xs">{path}</span>}
              <span className="block text-muted">{message}</span>
            </span>
          </>
        );
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a fault has no name but its place
          <li key={index}>
            {nodeId === null ? (
              <div className="flex gap-2 px-2 py-1.5">{words}</div>
            ) : (
              <button
                type="button"
                className="flex w-full gap-2 rounded-md px-2 py-1.5 text-left hover:bg-hover"
                onClick={() => onShow(nodeId)}
              >
                {words}
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
