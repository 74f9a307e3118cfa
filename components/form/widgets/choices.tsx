"use client";

import { ArrowDown, ArrowUp, GitBranch, Plus, Trash2, X } from "lucide-react";
import { Button, IconButton } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { ConditionOperator } from "@/lib/engine/flow";
import { MappingField } from "./mapping-field";
import type { WidgetContext, WidgetProps } from "./widget";

type Condition = {
  readonly variable?: string | null;
  readonly operator: string;
  readonly value?: unknown;
  readonly is_not?: boolean;
  readonly operands?: readonly Condition[] | null;
};
type Option = { readonly id: string; readonly name?: string; readonly condition?: Condition | null };

const OPTIONS_MAX = 10;

type Kind = "string" | "number" | "boolean";
type Comparison = {
  readonly operator: ConditionOperator;
  readonly isNot: boolean;
  readonly label: string;
  readonly kind: Kind;
};

const comparison = (operator: ConditionOperator, kind: Kind, label: string, not: string): readonly Comparison[] => [
  { operator, isNot: false, label, kind },
  { operator, isNot: true, label: not, kind },
];

/** Every comparison with its opposite, as they are read aloud. */
const COMPARISONS: readonly Comparison[] = [
  ...comparison("string-equals", "string", "is", "is not"),
  ...comparison("string-contains", "string", "contains", "does not contain"),
  ...comparison("string-starts-with", "string", "starts with", "does not start with"),
  ...comparison("string-ends-with", "string", "ends with", "does not end with"),
  ...comparison("string-regexp", "string", "matches (regexp)", "does not match (regexp)"),
  { operator: "string-greater-than", isNot: false, label: "is after (text)", kind: "string" },
  { operator: "string-greater-than-or-equals", isNot: false, label: "is or is after (text)", kind: "string" },
  { operator: "string-less-than", isNot: false, label: "is before (text)", kind: "string" },
  { operator: "string-less-than-or-equals", isNot: false, label: "is or is before (text)", kind: "string" },
  ...comparison("numeric-equals", "number", "=", "≠"),
  { operator: "numeric-greater-than", isNot: false, label: ">", kind: "number" },
  { operator: "numeric-greater-than-or-equals", isNot: false, label: "≥", kind: "number" },
  { operator: "numeric-less-than", isNot: false, label: "<", kind: "number" },
  { operator: "numeric-less-than-or-equals", isNot: false, label: "≤", kind: "number" },
  ...comparison("boolean-equals", "boolean", "is true or false", "is not true or false"),
];

const keyOf = (operator: string, isNot: boolean): string => `${operator}${isNot ? "!" : ""}`;
const isGroup = ({ operator }: Condition): boolean => operator === "and" || operator === "or";
const FRESH: Condition = { variable: "", operator: "string-equals", value: "" };

const toOptions = (value: unknown): readonly Option[] =>
  Array.isArray(value) ? value.filter((each): each is Option => typeof (each as Option | null)?.id === "string") : [];

/** The branches of a Choice, tried from top to bottom; one without a condition always fits and stands last. */
export function ChoicesWidget({ field, value, onChange, context }: WidgetProps) {
  const options = toOptions(value);
  const isDefault = (option: Option): boolean => !option.condition;
  const lastIsDefault = options.length > 0 && isDefault(options[options.length - 1] as Option);
  const movable = lastIsDefault ? options.length - 1 : options.length;

  function add() {
    const taken = new Set(options.map(({ id }) => id));
    let number = options.length;
    while (taken.has(`option-${number}`)) number += 1;
    const option: Option = { id: `option-${number}`, name: `Option ${movable + 1}`, condition: FRESH };
    onChange(options.toSpliced(movable, 0, option));
  }

  return (
    <fieldset aria-label={field.title} className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2">
      {options.map((option, index) => (
        <div key={option.id} className="rounded-lg border border-border bg-sunken p-2">
          <div className="flex items-center gap-1">
            <GitBranch aria-hidden className="ml-0.5 size-4 shrink-0 text-hue-amber" />
            <Input
              aria-label={`Name of option ${index + 1}`}
              value={option.name ?? ""}
              placeholder={`Option ${index + 1}`}
              className="h-7 flex-1"
              onChange={(event) => onChange(options.with(index, { ...option, name: event.target.value }))}
            />
            {isDefault(option) ? (
              <span className="px-2 text-muted text-xs">otherwise</span>
            ) : (
              <>
                <IconButton
                  label={`Move ${option.name || `option ${index + 1}`} up`}
                  className="size-7"
                  disabledReason={index === 0 ? "It is tried first." : undefined}
                  onClick={() => onChange(options.toSpliced(index, 1).toSpliced(index - 1, 0, option))}
                >
                  <ArrowUp aria-hidden />
                </IconButton>
                <IconButton
                  label={`Move ${option.name || `option ${index + 1}`} down`}
                  className="size-7"
                  disabledReason={index >= movable - 1 ? "It is the last before the default." : undefined}
                  onClick={() => onChange(options.toSpliced(index, 1).toSpliced(index + 1, 0, option))}
                >
                  <ArrowDown aria-hidden />
                </IconButton>
              </>
            )}
            <IconButton
              label={`Remove ${option.name || `option ${index + 1}`}`}
              className="size-7"
              disabledReason={options.length === 1 ? "A Choice has one option at least." : undefined}
              onClick={() => onChange(options.toSpliced(index, 1))}
            >
              <Trash2 aria-hidden />
            </IconButton>
          </div>
          {option.condition && (
            <div className="mt-2">
              <ConditionEditor
                label={option.name || `option ${index + 1}`}
                path={`${field.name}.${index}.condition`}
                condition={option.condition}
                context={context}
                depth={0}
                onChange={(condition) => onChange(options.with(index, { ...option, condition }))}
              />
            </div>
          )}
        </div>
      ))}
      <div className="flex flex-wrap gap-2">
        <Button
          size="sm"
          disabledReason={options.length >= OPTIONS_MAX ? `A Choice has ${OPTIONS_MAX} options at most.` : undefined}
          onClick={add}
        >
          <Plus aria-hidden />
          Add option
        </Button>
        {!lastIsDefault && options.length < OPTIONS_MAX && (
          <Button size="sm" onClick={() => onChange([...options, { id: freshDefault(options), name: "Default" }])}>
            <Plus aria-hidden />
            Add default
          </Button>
        )}
      </div>
    </fieldset>
  );
}

function freshDefault(options: readonly Option[]): string {
  const taken = new Set(options.map(({ id }) => id));
  if (!taken.has("default")) return "default";
  let number = 2;
  while (taken.has(`default-${number}`)) number += 1;
  return `default-${number}`;
}

type ConditionEditorProps = {
  label: string;
  /** Where the condition stands in the node, as faults name it. */
  path: string;
  condition: Condition;
  context: WidgetContext;
  depth: number;
  onChange: (condition: Condition) => void;
};

/** Comparisons joined by “all” or “any”; a single one stands alone. Groups nest one level. */
function ConditionEditor({ label, path, condition, context, depth, onChange }: ConditionEditorProps) {
  const group = isGroup(condition);
  const rows = group ? (condition.operands ?? []) : [condition];
  const operator = group ? condition.operator : "and";

  function change(next: readonly Condition[], joined = operator) {
    const [only] = next;
    // A group of one is written as the comparison itself, unless it is a group within a group.
    if (next.length === 1 && only && !isGroup(only) && depth === 0) onChange(only);
    else onChange({ ...(group && condition), operator: joined, operands: next });
  }

  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
      {rows.length > 1 && (
        <div className="flex items-center gap-2 text-muted text-xs">
          Match
          <Select
            aria-label={`How the conditions of ${label} are joined`}
            className="h-7 w-20"
            value={operator}
            options={[
              { value: "and", label: "all" },
              { value: "or", label: "any" },
            ]}
            onValueChange={(joined) => change(rows, joined)}
          />
          of these
        </div>
      )}
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a condition has no name but its place
        <div key={index} className="flex items-start gap-1">
          <div className="min-w-0 flex-1">
            {isGroup(row) ? (
              <div className="border-border-strong border-l-2 pl-2">
                <ConditionEditor
                  label={`${label}, group ${index + 1}`}
                  path={`${path}.operands.${index}`}
                  condition={row}
                  context={context}
                  depth={depth + 1}
                  onChange={(next) => change(rows.with(index, next))}
                />
              </div>
            ) : (
              <ComparisonRow
                label={rows.length > 1 ? `${label}, condition ${index + 1}` : label}
                path={group ? `${path}.operands.${index}` : path}
                row={row}
                context={context}
                onChange={(next) => change(rows.with(index, next))}
              />
            )}
          </div>
          {rows.length > 1 && (
            <IconButton
              label={`Remove condition ${index + 1} of ${label}`}
              className="size-7"
              onClick={() => change(rows.toSpliced(index, 1))}
            >
              <X aria-hidden />
            </IconButton>
          )}
        </div>
      ))}
      <div className="flex gap-1">
        <Button size="sm" variant="ghost" onClick={() => change([...rows, FRESH])}>
          <Plus aria-hidden />
          Condition
        </Button>
        {depth === 0 && (
          <Button
            size="sm"
            variant="ghost"
            onClick={() => change([...rows, { operator: operator === "and" ? "or" : "and", operands: [FRESH, FRESH] }])}
          >
            <Plus aria-hidden />
            Group
          </Button>
        )}
      </div>
    </div>
  );
}

type ComparisonRowProps = {
  path: string;
  label: string;
  row: Condition;
  context: WidgetContext;
  onChange: (row: Condition) => void;
};

function ComparisonRow({ label, path, row, context, onChange }: ComparisonRowProps) {
  const key = keyOf(row.operator, row.is_not === true);
  const chosen = COMPARISONS.find((each) => keyOf(each.operator, each.isNot) === key);
  const kind = chosen?.kind ?? "string";

  function compare(next: string) {
    const to = COMPARISONS.find((each) => keyOf(each.operator, each.isNot) === next);
    if (!to) return;
    const { is_not: _, ...rest } = row;
    onChange({ ...rest, operator: to.operator, value: asKind(to.kind, row.value), ...(to.isNot && { is_not: true }) });
  }

  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-1">
      <MappingField
        label={`Variable of ${label}`}
        value={row.variable ?? ""}
        context={context}
        placeholder="Variable: type /"
        isInvalid={context.faults[`${path}.variable`] !== undefined}
        onChange={(variable) => onChange({ ...row, variable })}
      />
      <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)] gap-1">
        <Select
          aria-label={`Comparison of ${label}`}
          value={key}
          options={[
            ...(chosen ? [] : [{ value: key, label: row.operator }]),
            ...COMPARISONS.map((each) => ({ value: keyOf(each.operator, each.isNot), label: each.label })),
          ]}
          onValueChange={compare}
        />
        {kind === "boolean" ? (
          <Select
            aria-label={`Value of ${label}`}
            value={row.value === true ? "true" : "false"}
            options={[
              { value: "true", label: "true" },
              { value: "false", label: "false" },
            ]}
            onValueChange={(next) => onChange({ ...row, value: next === "true" })}
          />
        ) : (
          <Input
            aria-label={`Value of ${label}`}
            aria-invalid={context.faults[`${path}.value`] ? true : undefined}
            type={kind === "number" ? "number" : "text"}
            step="any"
            value={typeof row.value === "string" || typeof row.value === "number" ? row.value : ""}
            placeholder="Value"
            onChange={(event) =>
              onChange({
                ...row,
                value: kind === "number" && event.target.value !== "" ? event.target.valueAsNumber : event.target.value,
              })
            }
          />
        )}
      </div>
    </div>
  );
}

/** What was typed, as the comparison needs it. */
function asKind(kind: Kind, value: unknown): unknown {
  if (kind === "boolean") return value === true || value === "true";
  if (kind === "string") return value === undefined || value === null ? "" : String(value);
  const number = Number(value);
  return value !== "" && value !== null && Number.isFinite(number) ? number : 0;
}
