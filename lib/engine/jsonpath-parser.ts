/** A path, read. Evaluated by jsonpath.ts. */
export type Expression =
  | { readonly kind: "root" | "this" | "parent" }
  | { readonly kind: "fields"; readonly names: readonly string[] }
  | { readonly kind: "index"; readonly indices: readonly number[] }
  | {
      readonly kind: "slice";
      readonly start: number | null;
      readonly stop: number | null;
      readonly step: number | null;
    }
  | {
      readonly kind: "child" | "descendants" | "union" | "intersect";
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: "where"; readonly isNot: boolean; readonly left: Expression; readonly right: Expression };

export type Parsed =
  | { readonly kind: "path"; readonly expression: Expression }
  | { readonly kind: "text" }
  | { readonly kind: "illegal"; readonly character: string; readonly at: number };

/** A longer text is no path; a deeper one neither. */
const LENGTH_MAX = 4000;
const DEPTH_MAX = 100;

type Token =
  | { readonly kind: "id" | "operator"; readonly text: string }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "end" }
  | {
      readonly kind:
        | "where"
        | "wherenot"
        | ".."
        | "*"
        | "."
        | "["
        | "]"
        | "("
        | ")"
        | "$"
        | ","
        | ":"
        | "|"
        | "&"
        | "~";
    };

class NoPath extends Error {}
class Illegal extends Error {
  constructor(
    readonly character: string,
    readonly at: number,
  ) {
    super();
  }
}

/**
 * Reads tokens one by one as the grammar asks for them, so a text that stops being a path before a
 * character no path may have is a plain text, as in jsonpath-ng.
 */
export function parsePath(text: string): Parsed {
  if (text.length > LENGTH_MAX) return { kind: "text" };
  try {
    return { kind: "path", expression: new Parser(text).parse() };
  } catch (thrown) {
    if (thrown instanceof Illegal) return { kind: "illegal", character: thrown.character, at: thrown.at };
    if (thrown instanceof NoPath) return { kind: "text" };
    throw thrown;
  }
}

/** How tightly each operator holds; what is not here ends an expression. Left to right among equals. */
const BINDS: ReadonlyMap<Token["kind"], number> = new Map<Token["kind"], number>([
  ["..", 2],
  [".", 3],
  ["|", 4],
  ["&", 5],
  ["where", 6],
  ["wherenot", 7],
]);

const BRACKET_BINDS = 8;

const ID = /[A-Za-z_@\u00a0-\uffff][A-Za-z0-9_@\-\u00a0-\uffff]*/y;
const NUMBER = /-?\d+/y;
const SPACE = /[ \t\r\n]*/y;
const QUOTED = { "'": /'((?:[^'\\]|\\[^\n])*)'/y, '"': /"((?:[^"\\]|\\[^\n])*)"/y, "`": /`((?:[^`\\]|\\[^\n])*)`/y };
const LITERALS: ReadonlySet<string> = new Set("*.[]()$,:|&~");

class Parser {
  private position = 0;
  private depth = 0;
  private token: Token;

  constructor(private readonly text: string) {
    this.token = this.read();
  }

  parse(): Expression {
    const expression = this.expression(0);
    if (this.token.kind !== "end") throw new NoPath();
    return expression;
  }

  private expression(binds: number): Expression {
    this.depth += 1;
    if (this.depth > DEPTH_MAX) throw new NoPath();
    let left = this.operand(binds > 0);
    for (;;) {
      if (this.token.kind === "[") {
        if (BRACKET_BINDS <= binds) break;
        left = { kind: "child", left, right: this.bracket() };
        continue;
      }
      const { kind } = this.token;
      const own = BINDS.get(kind);
      if (own === undefined || own <= binds) break;
      this.next();
      left = combine(kind, left, this.expression(own));
    }
    this.depth -= 1;
    return left;
  }

  /** A number is a field's name after another part of a path only: by itself it is a number. */
  private operand(mayBeNumber: boolean): Expression {
    const token = this.token;
    switch (token.kind) {
      case "$":
        this.next();
        return { kind: "root" };
      case "*":
        this.next();
        return { kind: "fields", names: ["*"] };
      case "number":
        if (!mayBeNumber) throw new NoPath();
        this.next();
        return { kind: "fields", names: [String(token.value)] };
      case "id":
        return { kind: "fields", names: this.names() };
      case "operator":
        this.next();
        if (token.text === "this" || token.text === "parent") return { kind: token.text };
        throw new NoPath();
      case "[":
        return this.bracket();
      case "(": {
        this.next();
        const inner = this.expression(0);
        this.expect(")");
        return inner;
      }
      default:
        throw new NoPath();
    }
  }

  private names(): string[] {
    const names: string[] = [];
    for (;;) {
      const token = this.token;
      if (token.kind !== "id") throw new NoPath();
      names.push(token.text);
      this.next();
      if ((this.token as Token).kind !== ",") return names;
      this.next();
    }
  }

  private bracket(): Expression {
    this.expect("[");
    const inner = this.inBracket();
    this.expect("]");
    return inner;
  }

  private inBracket(): Expression {
    if (this.token.kind === "id") return { kind: "fields", names: this.names() };
    if (this.token.kind === "*") {
      this.next();
      return { kind: "slice", start: null, stop: null, step: null };
    }
    const start = this.maybeNumber();
    if (start !== null && this.token.kind !== ":") {
      const indices = [start];
      while (this.token.kind === ",") {
        this.next();
        const index = this.maybeNumber();
        if (index === null) throw new NoPath();
        indices.push(index);
      }
      return { kind: "index", indices };
    }
    this.expect(":");
    const stop = this.maybeNumber();
    if (this.token.kind !== ":") return { kind: "slice", start, stop, step: null };
    this.next();
    return { kind: "slice", start, stop, step: this.maybeNumber() };
  }

  private maybeNumber(): number | null {
    const token = this.token;
    if (token.kind !== "number") return null;
    this.next();
    return token.value;
  }

  private expect(kind: Token["kind"]): void {
    if (this.token.kind !== kind) throw new NoPath();
    this.next();
  }

  private next(): void {
    this.token = this.read();
  }

  private read(): Token {
    this.match(SPACE);
    const { text, position } = this;
    const character = text[position];
    if (character === undefined) return { kind: "end" };
    if (character === "'" || character === '"' || character === "`") return this.quoted(character);
    const id = this.match(ID);
    if (id) return id[0] === "where" || id[0] === "wherenot" ? { kind: id[0] } : { kind: "id", text: id[0] };
    const number = this.match(NUMBER);
    if (number) return { kind: "number", value: Number(number[0]) };
    if (text.startsWith("..", position)) {
      this.position += 2;
      return { kind: ".." };
    }
    if (!LITERALS.has(character)) throw new Illegal(character, position);
    this.position += 1;
    return { kind: character } as Token;
  }

  private quoted(quote: "'" | '"' | "`"): Token {
    const match = this.match(QUOTED[quote]);
    if (!match) throw new NoPath();
    const text = (match[1] ?? "").replace(/\\(.)/gs, "$1");
    return { kind: quote === "`" ? "operator" : "id", text };
  }

  private match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.position;
    const match = pattern.exec(this.text);
    if (match) this.position = pattern.lastIndex;
    return match;
  }
}

function combine(operator: Token["kind"], left: Expression, right: Expression): Expression {
  switch (operator) {
    case ".":
      return { kind: "child", left, right };
    case "..":
      return { kind: "descendants", left, right };
    case "|":
      return { kind: "union", left, right };
    case "&":
      return { kind: "intersect", left, right };
    default:
      return { kind: "where", isNot: operator === "wherenot", left, right };
  }
}
