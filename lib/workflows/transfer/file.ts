import type { FlowDocument, FlowUi } from "../contract";

/** A connection as a file names it: never its secrets. `fields` are those that may be shown. */
export type NamedConnection = {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly fields: Readonly<Record<string, unknown>>;
};

/** What an exported file holds, whatever its format. */
export type WorkflowFile = {
  readonly name: string | null;
  readonly description: string;
  readonly flow: FlowDocument;
  readonly flow_ui: FlowUi | null;
  readonly connections: readonly NamedConnection[];
};
