import type { ReactNode } from "react";
import type { Connection } from "@/lib/connections/contract";

/** Something an earlier node gives. `path` is what is stored (`$.agent.output.content`), `label` what is read. */
export type PickableVariable = {
  readonly label: string;
  readonly path: string;
  readonly nodeId: string;
  readonly nodeName: string;
  readonly nodeType: string;
  readonly key: string;
  readonly type: string;
  readonly description: string;
};

/** What a control may ask of the panel it stands in. */
export type WidgetContext = {
  readonly variables: readonly PickableVariable[];
  /** How a stored path reads, or null where it names no node. */
  readonly tokenOf: (path: string) => string | null;
  /** The name a variable goes by in this node's templates; makes the mapping where there is none yet. */
  readonly nameInTemplate: (variable: PickableVariable) => string;
  readonly connections: readonly Connection[];
  readonly projectId: string;
  /** Faults of the node by path: `options.0.condition`. */
  readonly faults: Readonly<Record<string, string>>;
};

/** A field of a node's settings, as its definition describes it. */
export type WidgetField = {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly widget: string;
  readonly isRequired: boolean;
  readonly isNullable: boolean;
  readonly defaultValue: unknown;
  readonly options: readonly string[];
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
  readonly isInteger: boolean;
  /** The rest of what the definition says of it. */
  readonly meta: Readonly<Record<string, unknown>>;
};

export type WidgetProps = {
  readonly id: string;
  readonly field: WidgetField;
  readonly value: unknown;
  /** Undefined takes the setting away: the default holds. */
  readonly onChange: (value: unknown) => void;
  readonly context: WidgetContext;
  readonly describedBy: string | undefined;
  readonly isInvalid: boolean;
  /** A setting inside this one, with its own control. */
  readonly renderControl: (props: ControlProps) => ReactNode;
};

export type ControlProps = {
  field: WidgetField;
  value: unknown;
  onChange: (value: unknown) => void;
  context: WidgetContext;
};
