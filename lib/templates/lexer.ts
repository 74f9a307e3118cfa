import { templateFailure } from "./failure";

export type Token = {
  readonly kind: "name" | "string" | "integer" | "float" | "operator" | "end";
  readonly text: string;
  readonly line: number;
};

/** A template in pieces: text as it stands, `{{ … }}` and `{% … %}`. Comments and raw blocks are resolved. */
export type Piece =
  | { readonly kind: "text"; readonly text: string; readonly line: number }
  | { readonly kind: "output" | "tag"; readonly tokens: readonly Token[]; readonly line: number };

const OPEN = /\{(?:\{|%|#)([-+]?)/g;
const RAW = /\{%[-+]?\s*raw\s*([-+]?)%\}/y;
const END_RAW = /\{%([-+]?)\s*endraw\s*([-+]?)%\}/g;
const SPACE = /\s+/y;
const NAME = /[\p{L}_][\p{L}\p{N}_]*/uy;
const NUMBER = /(\d[\d_]*)(\.\d[\d_]*)?([eE][+-]?\d+)?/y;
const STRING = /'((?:[^'\\]|\\[\s\S])*)'|"((?:[^"\\]|\\[\s\S])*)"/y;
const OPERATOR = /\*\*|\/\/|==|!=|<=|>=|[-+*/%~<>=.,:|()[\]{}]/y;
const CLOSERS: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/** @throws AppError `bad_input` that says where the template cannot be read. */
export function piecesOf(template: string): Piece[] {
  // As in Jinja, one line break at the very end is not part of the text.
  return new Lexer(template.replace(/\r\n?/g, "\n").replace(/\n$/, "")).run();
}

class Lexer {
  private position = 0;
  private line = 1;
  private counted = 0;
  private trimsNext = false;
  private readonly pieces: Piece[] = [];

  constructor(private readonly source: string) {}

  run(): Piece[] {
    for (;;) {
      OPEN.lastIndex = this.position;
      const open = OPEN.exec(this.source);
      this.text(this.source.slice(this.position, open?.index ?? this.source.length), open?.[1] === "-");
      if (!open) return this.pieces;
      this.position = open.index;
      this.construct(open);
    }
  }

  private construct(open: RegExpExecArray): void {
    const line = this.lineHere();
    const kind = open[0][1];
    if (kind === "#") {
      const end = this.source.indexOf("#}", this.position + 2);
      if (end < 0) throw templateFailure("a comment {# is never closed with #}.", line);
      this.trimsNext = this.source[end - 1] === "-";
      this.position = end + 2;
      return;
    }
    RAW.lastIndex = this.position;
    const raw = kind === "%" ? RAW.exec(this.source) : null;
    if (raw) {
      this.raw(raw, line);
      return;
    }
    this.position += open[0].length;
    const tokens = this.tokens(kind === "{" ? "}}" : "%}", line);
    this.pieces.push({ kind: kind === "{" ? "output" : "tag", tokens, line });
  }

  private raw(open: RegExpExecArray, line: number): void {
    const start = this.position + open[0].length;
    END_RAW.lastIndex = start;
    const end = END_RAW.exec(this.source);
    if (!end) throw templateFailure("{% raw %} is never closed with {% endraw %}.", line);
    this.trimsNext = open[1] === "-";
    this.text(this.source.slice(start, end.index), end[1] === "-");
    this.trimsNext = end[2] === "-";
    this.position = end.index + end[0].length;
  }

  private text(text: string, trimsEnd: boolean): void {
    const started = this.trimsNext ? text.trimStart() : text;
    const trimmed = trimsEnd ? started.trimEnd() : started;
    this.trimsNext = false;
    if (trimmed !== "") this.pieces.push({ kind: "text", text: trimmed, line: this.line });
  }

  private tokens(close: "}}" | "%}", line: number): Token[] {
    const tokens: Token[] = [];
    const open: string[] = [];
    for (;;) {
      this.match(SPACE);
      if (open.length === 0) {
        const trims = this.source.startsWith(`-${close}`, this.position);
        if (
          trims ||
          this.source.startsWith(close, this.position) ||
          this.source.startsWith(`+${close}`, this.position)
        ) {
          this.position += this.source.startsWith(close, this.position) ? 2 : 3;
          this.trimsNext = trims;
          tokens.push({ kind: "end", text: "", line: this.lineHere() });
          return tokens;
        }
      }
      if (this.position >= this.source.length) {
        throw templateFailure(`${close === "}}" ? "{{" : "{%"} is never closed with ${close}.`, line);
      }
      const token = this.token();
      if (token.kind === "operator") {
        const closer = CLOSERS[token.text];
        if (closer) open.push(closer);
        else if (token.text === ")" || token.text === "]" || token.text === "}") {
          if (open.pop() !== token.text) throw templateFailure(`“${token.text}” closes nothing.`, token.line);
        }
      }
      tokens.push(token);
    }
  }

  private token(): Token {
    const line = this.lineHere();
    const name = this.match(NAME);
    if (name) return { kind: "name", text: name[0], line };
    const number = this.match(NUMBER);
    if (number) {
      const kind = number[2] !== undefined || number[3] !== undefined ? "float" : "integer";
      return { kind, text: number[0].replaceAll("_", ""), line };
    }
    const string = this.match(STRING);
    if (string) return { kind: "string", text: unescaped(string[1] ?? string[2] ?? ""), line };
    const operator = this.match(OPERATOR);
    if (operator) return { kind: "operator", text: operator[0], line };
    throw templateFailure(`“${this.source[this.position]}” is not expected here.`, line);
  }

  private match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.position;
    const match = pattern.exec(this.source);
    if (match) this.position = pattern.lastIndex;
    return match;
  }

  private lineHere(): number {
    for (; this.counted < this.position; this.counted += 1) if (this.source[this.counted] === "\n") this.line += 1;
    return this.line;
  }
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", "\n": "", "0": "\0" };

const unescaped = (text: string): string =>
  text.replace(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|([\s\S]))/g,
    (all, hex, unicode, other: string | undefined) => {
      if (other === undefined) return String.fromCharCode(Number.parseInt(hex ?? unicode, 16));
      if (other === "\\" || other === "'" || other === '"') return other;
      return Object.hasOwn(ESCAPES, other) ? (ESCAPES[other] as string) : all;
    },
  );
