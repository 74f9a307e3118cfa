import type { Arguments, Expression, FilterCall, Parameter, Statement, Target } from "./ast";
import { templateFailure } from "./failure";
import { type Piece, piecesOf, type Token } from "./lexer";

/** How deep blocks and expressions may be nested. */
const DEPTH_MAX = 100;

/** Tags that reach for other templates, or that Jinja has only with extensions. */
const ABSENT: Readonly<Record<string, string>> = {
  include: "templates cannot include others.",
  import: "templates cannot import others.",
  from: "templates cannot import others.",
  extends: "templates cannot extend others.",
  block: "templates cannot be extended, so they have no blocks.",
  do: "{% do %} is not available.",
  break: "{% break %} is not available.",
  continue: "{% continue %} is not available.",
};

/** @throws AppError `bad_input` that says where and why the template cannot be read. */
export const parseTemplate = (template: string): Statement[] => new TemplateParser(piecesOf(template)).parse();

class TemplateParser {
  private at = 0;
  private depth = 0;

  constructor(private readonly pieces: readonly Piece[]) {}

  parse(): Statement[] {
    const { body } = this.body([]);
    return body;
  }

  /** Statements up to a tag of one of these names, whose expression parser stands behind that name. */
  private body(ends: readonly string[]): { body: Statement[]; end: string; rest: ExpressionParser | null } {
    this.depth += 1;
    if (this.depth > DEPTH_MAX) throw templateFailure(`blocks are nested ${DEPTH_MAX} deep at most.`);
    const body: Statement[] = [];
    for (;;) {
      const piece = this.pieces[this.at];
      if (!piece) {
        if (ends.length > 0) throw templateFailure(`{% ${ends.at(-1)} %} is missing.`);
        return { body, end: "", rest: null };
      }
      this.at += 1;
      if (piece.kind === "text") {
        body.push({ kind: "text", text: piece.text, line: piece.line });
      } else if (piece.kind === "output") {
        const parser = new ExpressionParser(piece.tokens);
        body.push({ kind: "output", value: parser.tuple(), line: piece.line });
        parser.finish();
      } else {
        const parser = new ExpressionParser(piece.tokens);
        const name = parser.name();
        if (ends.includes(name)) {
          this.depth -= 1;
          return { body, end: name, rest: parser };
        }
        body.push(this.tag(name, parser, piece.line));
      }
    }
  }

  private inner(end: string): Statement[] {
    const { body, rest } = this.body([end]);
    if (end === "endmacro" || end === "endcall") rest?.skipName();
    rest?.finish();
    return body;
  }

  private tag(name: string, parser: ExpressionParser, line: number): Statement {
    switch (name) {
      case "if":
        return this.ifTag(parser, line);
      case "for":
        return this.forTag(parser, line);
      case "set":
        return this.setTag(parser, line);
      case "with": {
        const values = parser.assignments();
        parser.finish();
        return { kind: "with", values, body: this.inner("endwith"), line };
      }
      case "macro": {
        const called = parser.name();
        const parameters = parser.parameters();
        parser.finish();
        return { kind: "macro", name: called, parameters, body: this.inner("endmacro"), line };
      }
      case "call": {
        const parameters = parser.is("(") ? parser.parameters() : [];
        const call = parser.expression();
        parser.finish();
        return { kind: "callBlock", call, parameters, body: this.inner("endcall"), line };
      }
      case "filter": {
        const filters = parser.filters();
        parser.finish();
        return { kind: "filterBlock", filters, body: this.inner("endfilter"), line };
      }
      default:
        if (Object.hasOwn(ABSENT, name)) throw templateFailure(ABSENT[name] as string, line);
        if (/^(end|else|elif)/.test(name)) throw templateFailure(`{% ${name} %} closes nothing.`, line);
        throw templateFailure(`there is no tag {% ${name} %}.`, line);
    }
  }

  private ifTag(first: ExpressionParser, line: number): Statement {
    const branches: [Expression | null, Statement[]][] = [];
    let condition: Expression | null = first.tuple();
    first.finish();
    for (;;) {
      const { body, end, rest } = this.body(condition ? ["elif", "else", "endif"] : ["endif"]);
      branches.push([condition, body]);
      condition = end === "elif" && rest ? rest.tuple() : null;
      rest?.finish();
      if (end === "endif") return { kind: "if", branches, line };
    }
  }

  private forTag(parser: ExpressionParser, line: number): Statement {
    const target = parser.target();
    parser.word("in");
    const over = parser.tuple(false);
    const filter = parser.takeWord("if") ? parser.expression() : null;
    if (parser.takeWord("recursive")) throw templateFailure("recursive loops are not available.", line);
    parser.finish();
    const { body, end, rest } = this.body(["else", "endfor"]);
    rest?.finish();
    return { kind: "for", target, over, filter, body, otherwise: end === "else" ? this.inner("endfor") : [], line };
  }

  private setTag(parser: ExpressionParser, line: number): Statement {
    const target = parser.target();
    if (parser.take("=")) {
      const value = parser.tuple();
      parser.finish();
      return { kind: "set", target, value, line };
    }
    const filters = parser.take("|") ? parser.filters() : [];
    parser.finish();
    return { kind: "capture", target, filters, body: this.inner("endset"), line };
  }
}

const COMPARISONS: ReadonlySet<string> = new Set(["==", "!=", "<", "<=", ">", ">="]);
const CONSTANTS: ReadonlyMap<string, boolean | null> = new Map([
  ["true", true],
  ["True", true],
  ["false", false],
  ["False", false],
  ["none", null],
  ["None", null],
]);
const WORDS: ReadonlySet<string> = new Set(["and", "or", "not", "in", "is", "if", "else"]);

class ExpressionParser {
  private at = 0;
  private depth = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  finish(): void {
    const token = this.token;
    if (token.kind !== "end") throw templateFailure(`“${token.text}” is not expected here.`, token.line);
  }

  is(operator: string): boolean {
    return this.token.kind === "operator" && this.token.text === operator;
  }

  take(operator: string): boolean {
    const found = this.is(operator);
    if (found) this.at += 1;
    return found;
  }

  takeWord(word: string): boolean {
    const found = this.token.kind === "name" && this.token.text === word;
    if (found) this.at += 1;
    return found;
  }

  word(word: string): void {
    if (!this.takeWord(word)) throw this.unexpected(`“${word}”`);
  }

  name(): string {
    const { kind, text } = this.token;
    if (kind !== "name") throw this.unexpected("a name");
    this.at += 1;
    return text;
  }

  skipName(): void {
    if (this.token.kind === "name") this.at += 1;
  }

  target(): Target {
    const isWrapped = this.take("(");
    const name = this.variable();
    if (!isWrapped && this.take(".")) return { kind: "field", of: name, name: this.name() };
    const names = [name];
    while (this.take(",")) names.push(this.variable());
    if (isWrapped) this.expect(")");
    return names.length === 1 ? { kind: "name", name } : { kind: "tuple", names };
  }

  private variable(): string {
    const name = this.name();
    if (CONSTANTS.has(name) || WORDS.has(name))
      throw templateFailure(`“${name}” cannot be a variable.`, this.token.line);
    return name;
  }

  assignments(): [string, Expression][] {
    const values: [string, Expression][] = [];
    while (this.token.kind === "name") {
      const name = this.variable();
      this.expect("=");
      values.push([name, this.expression()]);
      if (!this.take(",")) break;
    }
    return values;
  }

  parameters(): Parameter[] {
    this.expect("(");
    const parameters: Parameter[] = [];
    while (!this.take(")")) {
      if (parameters.length > 0) this.expect(",");
      if (this.take(")")) break;
      parameters.push({ name: this.variable(), fallback: this.take("=") ? this.expression() : null });
    }
    return parameters;
  }

  filters(): FilterCall[] {
    const filters: FilterCall[] = [];
    do {
      const { line } = this.token;
      filters.push({ name: this.dotted(), args: this.is("(") ? this.args() : NO_ARGUMENTS, line });
    } while (this.take("|"));
    return filters;
  }

  /** Expressions separated by commas make a list, as the tuples of Jinja. */
  tuple(allowsTernary = true): Expression {
    const { line } = this.token;
    const one = (): Expression => (allowsTernary ? this.expression() : this.or());
    const first = one();
    if (!this.is(",")) return first;
    const items = [first];
    while (this.take(",") && this.token.kind !== "end" && !this.is(")")) items.push(one());
    return { kind: "list", items, line };
  }

  expression(): Expression {
    this.depth += 1;
    if (this.depth > DEPTH_MAX)
      throw templateFailure(`expressions are nested ${DEPTH_MAX} deep at most.`, this.token.line);
    let value = this.or();
    while (this.token.kind === "name" && this.token.text === "if") {
      const { line } = this.token;
      this.at += 1;
      const condition = this.or();
      const no: Expression | null = this.takeWord("else") ? this.expression() : null;
      value = { kind: "ternary", condition, yes: value, no, line };
    }
    this.depth -= 1;
    return value;
  }

  private or(): Expression {
    let left = this.and();
    for (let { line } = this.token; this.takeWord("or"); { line } = this.token) {
      left = { kind: "or", left, right: this.and(), line };
    }
    return left;
  }

  private and(): Expression {
    let left = this.not();
    for (let { line } = this.token; this.takeWord("and"); { line } = this.token) {
      left = { kind: "and", left, right: this.not(), line };
    }
    return left;
  }

  private not(): Expression {
    const { line } = this.token;
    if (!this.takeWord("not")) return this.compare();
    this.deeper();
    const of = this.not();
    this.depth -= 1;
    return { kind: "unary", operator: "not", of, line };
  }

  private compare(): Expression {
    const { line } = this.token;
    const first = this.sum();
    const rest: [string, Expression][] = [];
    for (;;) {
      const { kind, text } = this.token;
      if (kind === "operator" && COMPARISONS.has(text)) {
        this.at += 1;
        rest.push([text, this.sum()]);
      } else if (this.takeWord("in")) {
        rest.push(["in", this.sum()]);
      } else if (kind === "name" && text === "not" && this.tokens[this.at + 1]?.text === "in") {
        this.at += 2;
        rest.push(["not in", this.sum()]);
      } else {
        return rest.length === 0 ? first : { kind: "compare", first, rest, line };
      }
    }
  }

  private sum(): Expression {
    return this.chain(["+", "-"], () => this.chain(["~"], () => this.chain(["*", "/", "//", "%"], () => this.power())));
  }

  private chain(operators: readonly string[], next: () => Expression): Expression {
    let left = next();
    for (;;) {
      const { kind, text, line } = this.token;
      if (kind !== "operator" || !operators.includes(text)) return left;
      this.at += 1;
      left = { kind: "binary", operator: text, left, right: next(), line };
    }
  }

  private power(): Expression {
    let left = this.unary(true);
    for (let { line } = this.token; this.take("**"); { line } = this.token) {
      left = { kind: "binary", operator: "**", left, right: this.unary(true), line };
    }
    return left;
  }

  private unary(withFilters: boolean): Expression {
    const { line } = this.token;
    for (const operator of ["-", "+"] as const) {
      if (!this.take(operator)) continue;
      this.deeper();
      const of = this.unary(false);
      this.depth -= 1;
      const value: Expression = { kind: "unary", operator, of, line };
      return withFilters ? this.filtered(value) : value;
    }
    const value = this.postfix(this.primary());
    return withFilters ? this.filtered(value) : value;
  }

  private deeper(): void {
    this.depth += 1;
    if (this.depth > DEPTH_MAX)
      throw templateFailure(`expressions are nested ${DEPTH_MAX} deep at most.`, this.token.line);
  }

  private primary(): Expression {
    const { kind, text, line } = this.token;
    if (kind === "name") {
      if (WORDS.has(text)) throw this.unexpected("a value");
      this.at += 1;
      const constant = CONSTANTS.get(text);
      return constant === undefined ? { kind: "name", name: text, line } : literal(constant, line);
    }
    if (kind === "string") {
      let value = "";
      while (this.token.kind === "string") {
        value += this.token.text;
        this.at += 1;
      }
      return literal(value, line);
    }
    if (kind === "integer" || kind === "float") {
      this.at += 1;
      return literal(Number(text), line, kind === "float");
    }
    if (this.take("(")) {
      if (this.take(")")) return { kind: "list", items: [], line };
      this.deeper();
      const value = this.tuple();
      this.depth -= 1;
      this.expect(")");
      return value;
    }
    if (this.take("[")) return { kind: "list", items: this.items("]"), line };
    if (this.take("{")) return this.dict(line);
    throw this.unexpected("a value");
  }

  private items(close: string): Expression[] {
    const items: Expression[] = [];
    while (!this.take(close)) {
      if (items.length > 0) this.expect(",");
      if (this.take(close)) break;
      items.push(this.expression());
    }
    return items;
  }

  private dict(line: number): Expression {
    const entries: [Expression, Expression][] = [];
    while (!this.take("}")) {
      if (entries.length > 0) this.expect(",");
      if (this.take("}")) break;
      const key = this.expression();
      this.expect(":");
      entries.push([key, this.expression()]);
    }
    return { kind: "dict", entries, line };
  }

  private postfix(value: Expression): Expression {
    let of = value;
    for (let links = 0; ; links++) {
      const { line } = this.token;
      // Each link is a level of the expression: what reads it goes down as deep.
      if (links > DEPTH_MAX) throw templateFailure(`expressions are nested ${DEPTH_MAX} deep at most.`, line);
      if (this.take(".")) {
        const token = this.token;
        if (token.kind === "integer") {
          this.at += 1;
          of = { kind: "item", of, key: literal(Number(token.text), line), line };
        } else of = { kind: "attribute", of, name: this.name(), line };
      } else if (this.take("[")) of = this.subscript(of, line);
      else if (this.is("(")) of = { kind: "call", callee: of, args: this.args(), line };
      else return of;
    }
  }

  private subscript(of: Expression, line: number): Expression {
    const part = (): Expression | null => (this.is(":") || this.is("]") ? null : this.expression());
    const start = part();
    if (start && this.take("]")) return { kind: "item", of, key: start, line };
    this.expect(":");
    const stop = part();
    const step = this.take(":") ? part() : null;
    this.expect("]");
    return { kind: "slice", of, start, stop, step, line };
  }

  private filtered(value: Expression): Expression {
    let of = value;
    for (;;) {
      const { line } = this.token;
      if (this.take("|")) {
        const name = this.dotted();
        of = { kind: "filter", of, name, args: this.is("(") ? this.args() : NO_ARGUMENTS, line };
      } else if (this.takeWord("is")) {
        const isNot = this.takeWord("not");
        const name = this.testName();
        of = { kind: "test", of, name, args: this.testArgs(), isNot, line };
      } else if (this.is("(")) {
        of = { kind: "call", callee: of, args: this.args(), line };
      } else return of;
    }
  }

  private testName(): string {
    if (this.token.kind === "operator" && COMPARISONS.has(this.token.text)) {
      const { text } = this.token;
      this.at += 1;
      return text;
    }
    return this.dotted();
  }

  /** A test takes arguments in parentheses, or one without. */
  private testArgs(): Arguments {
    if (this.is("(")) return this.args();
    const { kind, text } = this.token;
    const isValue =
      kind === "string" ||
      kind === "integer" ||
      kind === "float" ||
      (kind === "name" && !WORDS.has(text)) ||
      this.is("[") ||
      this.is("{");
    return isValue ? { positional: [this.postfix(this.primary())], named: [] } : NO_ARGUMENTS;
  }

  private args(): Arguments {
    this.expect("(");
    const positional: Expression[] = [];
    const named: [string, Expression][] = [];
    while (!this.take(")")) {
      if (positional.length + named.length > 0) this.expect(",");
      if (this.take(")")) break;
      const next = this.tokens[this.at + 1];
      if (this.token.kind === "name" && next?.kind === "operator" && next.text === "=") {
        const name = this.name();
        this.at += 1;
        named.push([name, this.expression()]);
      } else if (named.length > 0) throw this.unexpected("a named argument");
      else positional.push(this.expression());
    }
    return { positional, named };
  }

  private dotted(): string {
    let name = this.name();
    while (this.take(".")) name += `.${this.name()}`;
    return name;
  }

  private expect(operator: string): void {
    if (!this.take(operator)) throw this.unexpected(`“${operator}”`);
  }

  private get token(): Token {
    return this.tokens[this.at] ?? END;
  }

  private unexpected(wanted: string) {
    const { kind, text, line } = this.token;
    return templateFailure(
      `${wanted} is expected ${kind === "end" ? "at the end" : `before “${text}”`}.`,
      line || null,
    );
  }
}

const END: Token = { kind: "end", text: "", line: 0 };
const NO_ARGUMENTS: Arguments = { positional: [], named: [] };

const literal = (value: string | number | boolean | null, line: number, isFloat = false): Expression => ({
  kind: "literal",
  value,
  isFloat,
  line,
});
