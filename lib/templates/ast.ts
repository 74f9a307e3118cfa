export type Expression = { readonly line: number } & (
  | { readonly kind: "literal"; readonly value: string | number | boolean | null; readonly isFloat: boolean }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "list"; readonly items: readonly Expression[] }
  | { readonly kind: "dict"; readonly entries: readonly (readonly [Expression, Expression])[] }
  | { readonly kind: "attribute"; readonly of: Expression; readonly name: string }
  | { readonly kind: "item"; readonly of: Expression; readonly key: Expression }
  | {
      readonly kind: "slice";
      readonly of: Expression;
      readonly start: Expression | null;
      readonly stop: Expression | null;
      readonly step: Expression | null;
    }
  | { readonly kind: "call"; readonly callee: Expression; readonly args: Arguments }
  | { readonly kind: "filter"; readonly of: Expression; readonly name: string; readonly args: Arguments }
  | {
      readonly kind: "test";
      readonly of: Expression;
      readonly name: string;
      readonly args: Arguments;
      readonly isNot: boolean;
    }
  | { readonly kind: "unary"; readonly operator: "-" | "+" | "not"; readonly of: Expression }
  | { readonly kind: "binary"; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: "and" | "or"; readonly left: Expression; readonly right: Expression }
  | { readonly kind: "compare"; readonly first: Expression; readonly rest: readonly (readonly [string, Expression])[] }
  | {
      readonly kind: "ternary";
      readonly condition: Expression;
      readonly yes: Expression;
      readonly no: Expression | null;
    }
);

export type Arguments = {
  readonly positional: readonly Expression[];
  readonly named: readonly (readonly [string, Expression])[];
};

/** What an assignment writes to: a name, several, or a field of a namespace. */
export type Target =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "tuple"; readonly names: readonly string[] }
  | { readonly kind: "field"; readonly of: string; readonly name: string };

export type Parameter = { readonly name: string; readonly fallback: Expression | null };

export type Statement = { readonly line: number } & (
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "output"; readonly value: Expression }
  | { readonly kind: "if"; readonly branches: readonly (readonly [Expression | null, readonly Statement[]])[] }
  | {
      readonly kind: "for";
      readonly target: Target;
      readonly over: Expression;
      readonly filter: Expression | null;
      readonly body: readonly Statement[];
      readonly otherwise: readonly Statement[];
    }
  | { readonly kind: "set"; readonly target: Target; readonly value: Expression }
  | {
      readonly kind: "capture";
      readonly target: Target;
      readonly filters: readonly FilterCall[];
      readonly body: readonly Statement[];
    }
  | {
      readonly kind: "macro";
      readonly name: string;
      readonly parameters: readonly Parameter[];
      readonly body: readonly Statement[];
    }
  | {
      readonly kind: "callBlock";
      readonly call: Expression;
      readonly parameters: readonly Parameter[];
      readonly body: readonly Statement[];
    }
  | { readonly kind: "filterBlock"; readonly filters: readonly FilterCall[]; readonly body: readonly Statement[] }
  | {
      readonly kind: "with";
      readonly values: readonly (readonly [string, Expression])[];
      readonly body: readonly Statement[];
    }
);

export type FilterCall = { readonly name: string; readonly args: Arguments; readonly line: number };
