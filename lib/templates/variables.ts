import type { Arguments, Expression, FilterCall, Parameter, Statement, Target } from "./ast";

/** Names every template has. */
export const GLOBALS: ReadonlySet<string> = new Set(["range", "dict", "namespace"]);

/**
 * Names a template reads that it does not set itself, in the order in which they first appear: what its
 * input must have. A name that only some branches set counts, if it is read after them.
 */
export function undeclaredIn(body: readonly Statement[]): string[] {
  const found = new Set<string>();
  new Walk(found).body(body, new Set(GLOBALS));
  return [...found];
}

type Names = Set<string>;

class Walk {
  constructor(private readonly found: Names) {}

  body(statements: readonly Statement[], names: Names): void {
    for (const statement of statements) this.statement(statement, names);
  }

  private statement(statement: Statement, names: Names): void {
    switch (statement.kind) {
      case "text":
        return;
      case "output":
        this.expression(statement.value, names);
        return;
      case "if":
        this.branches(statement.branches, names);
        return;
      case "for": {
        this.expression(statement.over, names);
        const inner = new Set(names).add("loop");
        declare(statement.target, inner);
        if (statement.filter) this.expression(statement.filter, inner);
        this.body(statement.body, inner);
        this.body(statement.otherwise, new Set(names));
        return;
      }
      case "set":
        this.expression(statement.value, names);
        this.assign(statement.target, names);
        return;
      case "capture":
        this.filters(statement.filters, names);
        this.body(statement.body, new Set(names));
        this.assign(statement.target, names);
        return;
      case "macro":
        names.add(statement.name);
        this.called(statement.parameters, statement.body, names);
        return;
      case "callBlock":
        this.expression(statement.call, names);
        this.called(statement.parameters, statement.body, names);
        return;
      case "filterBlock":
        this.filters(statement.filters, names);
        this.body(statement.body, new Set(names));
        return;
      case "with": {
        const inner = new Set(names);
        for (const [name, value] of statement.values) {
          this.expression(value, names);
          inner.add(name);
        }
        this.body(statement.body, inner);
      }
    }
  }

  private branches(branches: Extract<Statement, { kind: "if" }>["branches"], names: Names): void {
    const ends: Names[] = [];
    for (const [condition, body] of branches) {
      if (condition) this.expression(condition, names);
      const inner = new Set(names);
      this.body(body, inner);
      ends.push(inner);
    }
    if (branches.at(-1)?.[0] !== null) return;
    for (const name of ends[0] ?? []) if (ends.every((end) => end.has(name))) names.add(name);
  }

  private called(parameters: readonly Parameter[], body: readonly Statement[], names: Names): void {
    const inner = new Set(names).add("caller").add("varargs").add("kwargs");
    for (const { name, fallback } of parameters) {
      if (fallback) this.expression(fallback, inner);
      inner.add(name);
    }
    this.body(body, inner);
  }

  private assign(target: Target, names: Names): void {
    if (target.kind === "field") this.read(target.of, names);
    else declare(target, names);
  }

  private filters(filters: readonly FilterCall[], names: Names): void {
    for (const { args } of filters) this.args(args, names);
  }

  private args({ positional, named }: Arguments, names: Names): void {
    for (const value of positional) this.expression(value, names);
    for (const [, value] of named) this.expression(value, names);
  }

  private read(name: string, names: Names): void {
    if (!names.has(name)) this.found.add(name);
  }

  private expression(expression: Expression | null, names: Names): void {
    if (!expression) return;
    switch (expression.kind) {
      case "literal":
        return;
      case "name":
        this.read(expression.name, names);
        return;
      case "list":
        for (const item of expression.items) this.expression(item, names);
        return;
      case "dict":
        for (const pair of expression.entries) for (const part of pair) this.expression(part, names);
        return;
      case "attribute":
      case "unary":
        this.expression(expression.of, names);
        return;
      case "item":
        this.expression(expression.of, names);
        this.expression(expression.key, names);
        return;
      case "slice":
        for (const part of [expression.of, expression.start, expression.stop, expression.step])
          this.expression(part, names);
        return;
      case "call":
        this.expression(expression.callee, names);
        this.args(expression.args, names);
        return;
      case "filter":
      case "test":
        this.expression(expression.of, names);
        this.args(expression.args, names);
        return;
      case "binary":
      case "and":
      case "or":
        this.expression(expression.left, names);
        this.expression(expression.right, names);
        return;
      case "compare":
        this.expression(expression.first, names);
        for (const [, value] of expression.rest) this.expression(value, names);
        return;
      case "ternary":
        this.expression(expression.condition, names);
        this.expression(expression.yes, names);
        this.expression(expression.no, names);
    }
  }
}

function declare(target: Target, names: Names): void {
  if (target.kind === "name") names.add(target.name);
  if (target.kind === "tuple") for (const name of target.names) names.add(name);
}
