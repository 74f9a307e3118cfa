import type { JsonObject } from "@/lib/core/json";
import type { Arguments, Expression, FilterCall, Parameter, Statement, Target } from "./ast";
import { Budget } from "./budget";
import { compares } from "./compare";
import { templateFailure } from "./failure";
import { filters, type Running } from "./filters";
import { globals } from "./globals";
import { methodOf } from "./methods";
import { arithmetic } from "./operators";
import { tests } from "./tests";
import {
  Callable,
  Fields,
  Float,
  isList,
  isSame,
  isText,
  isTrue,
  itemsOf,
  kindOf,
  Missing,
  Namespace,
  numberOf,
  orMissing,
  ownField,
  rawText,
  Safe,
  textOf,
  type Value,
} from "./values";

/** How deep macros may call one another. */
const CALLS_MAX = 60;

/** Names and what they stand for; what is not here is looked for around it. */
class Frame {
  private readonly names = new Map<string, Value>();

  constructor(private readonly around: Frame | null) {}

  get(name: string): Value | undefined {
    for (let frame: Frame | null = this; frame; frame = frame.around) {
      const value = frame.names.get(name);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  set(name: string, value: Value): void {
    this.names.set(name, value);
  }
}

/** Fills a parsed template in. @throws AppError `bad_input` that says what went wrong in which line. */
export function evaluate(body: readonly Statement[], variables: JsonObject): string {
  const budget = new Budget();
  const top = new Frame(null);
  for (const [name, value] of globals(budget)) top.set(name, value);
  const given = new Frame(top);
  for (const key of Object.keys(variables)) given.set(key, (variables[key] ?? null) as Value);
  return new Evaluator(budget).body(body, given);
}

class Evaluator implements Running {
  private calls = 0;

  constructor(readonly budget: Budget) {}

  body(statements: readonly Statement[], frame: Frame): string {
    let text = "";
    for (const statement of statements) {
      text += this.at(statement.line, () => this.statement(statement, frame));
      this.budget.room(text.length > 4096 ? text.length : 0);
    }
    return text;
  }

  /** Names the innermost line in which something failed. */
  private at<T>(line: number, work: () => T): T {
    try {
      return work();
    } catch (thrown) {
      if (thrown instanceof RangeError) throw templateFailure("it is nested too deeply, or makes too much.", line);
      if (thrown instanceof Error && thrown.message.startsWith("The template: ")) {
        throw templateFailure(thrown.message.slice("The template: ".length), line);
      }
      throw thrown;
    }
  }

  private statement(statement: Statement, frame: Frame): string {
    this.budget.spend();
    switch (statement.kind) {
      case "text":
        return statement.text;
      case "output":
        return this.budget.text(textOf(this.value(statement.value, frame)));
      case "if": {
        const branch = statement.branches.find(([condition]) => !condition || isTrue(this.value(condition, frame)));
        return branch ? this.body(branch[1], frame) : "";
      }
      case "for":
        return this.loop(statement, frame);
      case "set":
        this.assign(statement.target, this.value(statement.value, frame), frame);
        return "";
      case "capture": {
        const text = this.body(statement.body, new Frame(frame));
        this.assign(statement.target, this.filtered(new Safe(text), statement.filters, frame), frame);
        return "";
      }
      case "macro":
        frame.set(statement.name, this.macro(statement.name, statement.parameters, statement.body, frame));
        return "";
      case "callBlock":
        return this.callBlock(statement, frame);
      case "filterBlock":
        return textOf(this.filtered(this.body(statement.body, new Frame(frame)), statement.filters, frame));
      case "with": {
        const inner = new Frame(frame);
        for (const [name, value] of statement.values) inner.set(name, this.value(value, frame));
        return this.body(statement.body, inner);
      }
    }
  }

  private loop(statement: Extract<Statement, { kind: "for" }>, frame: Frame): string {
    const { target, filter } = statement;
    let items = itemsOf(this.value(statement.over, frame));
    if (filter) {
      items = items.filter((item) => {
        this.budget.spend();
        const inner = new Frame(frame);
        this.assign(target, item, inner);
        return isTrue(this.value(filter, inner));
      });
    }
    if (items.length === 0) return this.body(statement.otherwise, new Frame(frame));
    let text = "";
    const changed: { last: Value | undefined } = { last: undefined };
    for (const [index, item] of items.entries()) {
      this.budget.spend();
      const inner = new Frame(frame);
      inner.set("loop", loopAt(items, index, changed));
      this.assign(target, item, inner);
      text += this.body(statement.body, inner);
      this.budget.room(text.length > 4096 ? Math.min(text.length, 65_536) : 0);
    }
    return this.budget.text(text);
  }

  private assign(target: Target, value: Value, frame: Frame): void {
    if (target.kind === "name") {
      frame.set(target.name, value);
    } else if (target.kind === "tuple") {
      const parts = itemsOf(value);
      if (parts.length !== target.names.length) {
        throw templateFailure(`${target.names.length} values are expected, but there are ${parts.length}.`);
      }
      for (const [index, name] of target.names.entries()) frame.set(name, parts[index] ?? null);
    } else {
      const space = frame.get(target.of);
      if (!(space instanceof Namespace))
        throw templateFailure(`only fields of a namespace() can be set, and “${target.of}” is none.`);
      space.fields.set(target.name, value);
    }
  }

  private macro(
    name: string,
    parameters: readonly Parameter[],
    body: readonly Statement[],
    around: Frame,
    caller?: Value,
  ): Callable {
    return new Callable(name, (args, named) => {
      this.calls += 1;
      if (this.calls > CALLS_MAX) throw templateFailure(`macros call one another more than ${CALLS_MAX} deep.`);
      const frame = new Frame(around);
      const callerGiven = named.get("caller") ?? caller;
      if (callerGiven !== undefined) frame.set("caller", callerGiven);
      for (const [index, parameter] of parameters.entries()) {
        const given = index < args.length ? args[index] : named.get(parameter.name);
        const fallback = parameter.fallback ? this.value(parameter.fallback, frame) : new Missing(parameter.name);
        frame.set(parameter.name, given === undefined ? fallback : given);
      }
      frame.set("varargs", args.slice(parameters.length));
      const known = new Set(parameters.map((parameter) => parameter.name));
      frame.set("kwargs", Object.fromEntries([...named].filter(([key]) => !known.has(key))));
      const text = this.body(body, frame);
      this.calls -= 1;
      return new Safe(text);
    });
  }

  private callBlock({ call, parameters, body }: Extract<Statement, { kind: "callBlock" }>, frame: Frame): string {
    if (call.kind !== "call") throw templateFailure("{% call %} calls a macro: {% call name() %}.");
    const called = this.value(call.callee, frame);
    if (!(called instanceof Callable)) throw templateFailure("{% call %} calls a macro, and this is none.");
    const { positional, named } = this.args(call.args, frame);
    const caller = this.macro("caller", parameters, body, frame);
    return textOf(called.call(positional, new Map([...named, ["caller", caller]])));
  }

  private filtered(value: Value, calls: readonly FilterCall[], frame: Frame): Value {
    return calls.reduce((result, { name, args }) => this.filter(name, result, this.args(args, frame)), value);
  }

  private args({ positional, named }: Arguments, frame: Frame): Given {
    return {
      positional: positional.map((value) => this.value(value, frame)),
      named: new Map(named.map(([name, value]) => [name, this.value(value, frame)])),
    };
  }

  private filter(name: string, value: Value, { positional, named }: Given): Value {
    const filter = filters.get(name);
    if (!filter) throw templateFailure(`there is no filter “${name}”.`);
    return this.made(filter(value, positional, named, this));
  }

  /** Runs a filter by its name, as `map` and its like do. */
  applyFilter(name: string, value: Value, positional: readonly Value[]): Value {
    return this.filter(name, value, { positional, named: new Map() });
  }

  applyTest(name: string, value: Value, args: readonly Value[]): boolean {
    this.budget.spend();
    const test = tests.get(name);
    if (!test) throw templateFailure(`there is no test “${name}”.`);
    return test(value, args);
  }

  private made(value: Value): Value {
    if (isText(value)) this.budget.room(rawText(value).length);
    else if (isList(value)) this.budget.room(value.length);
    return value;
  }

  private value(expression: Expression, frame: Frame): Value {
    this.budget.spend();
    switch (expression.kind) {
      case "literal": {
        const { value, isFloat } = expression;
        return isFloat && typeof value === "number" && Number.isInteger(value) ? new Float(value) : value;
      }
      case "name":
        return orMissing(frame.get(expression.name), expression.name);
      case "list":
        return expression.items.map((item) => this.value(item, frame));
      case "dict":
        // From entries, so a key `__proto__` is a key like any other.
        return Object.fromEntries(
          expression.entries.map(([key, value]) => [textOf(this.value(key, frame)), this.value(value, frame)]),
        );
      case "attribute":
        return this.attribute(this.value(expression.of, frame), expression.name);
      case "item":
        return itemAt(this.value(expression.of, frame), this.value(expression.key, frame));
      case "slice": {
        const part = (of: Expression | null): number | null => (of ? numberOf(this.value(of, frame)) : null);
        return this.made(
          sliceOf(
            this.value(expression.of, frame),
            part(expression.start),
            part(expression.stop),
            part(expression.step),
          ),
        );
      }
      case "call":
        return this.call(expression, frame);
      case "filter":
        return this.filter(expression.name, this.value(expression.of, frame), this.args(expression.args, frame));
      case "test": {
        const { positional } = this.args(expression.args, frame);
        return this.applyTest(expression.name, this.value(expression.of, frame), positional) !== expression.isNot;
      }
      case "unary":
        return this.unary(expression.operator, this.value(expression.of, frame));
      case "and": {
        const left = this.value(expression.left, frame);
        return isTrue(left) ? this.value(expression.right, frame) : left;
      }
      case "or": {
        const left = this.value(expression.left, frame);
        return isTrue(left) ? left : this.value(expression.right, frame);
      }
      case "binary":
        return this.made(
          arithmetic(
            expression.operator,
            this.value(expression.left, frame),
            this.value(expression.right, frame),
            this.budget,
          ),
        );
      case "compare":
        return this.compare(expression, frame);
      case "ternary":
        if (isTrue(this.value(expression.condition, frame))) return this.value(expression.yes, frame);
        return expression.no ? this.value(expression.no, frame) : new Missing("the other branch");
    }
  }

  private attribute(value: Value, name: string): Value {
    if (value instanceof Missing) throw templateFailure(`“${value.name}” is not defined, so it has no “${name}”.`);
    return orMissing(ownField(value, name), name);
  }

  private call({ callee, args }: Extract<Expression, { kind: "call" }>, frame: Frame): Value {
    const { positional, named } = this.args(args, frame);
    if (callee.kind === "attribute") {
      const value = this.value(callee.of, frame);
      const method = methodOf(value, callee.name, this.budget);
      if (method) return this.made(method(positional, named));
      const field = this.attribute(value, callee.name);
      if (field instanceof Callable) return this.made(field.call(positional, named));
      throw templateFailure(`${kindOf(value)} has no method “${callee.name}”.`);
    }
    const called = this.value(callee, frame);
    if (called instanceof Callable) return this.made(called.call(positional, named));
    if (called instanceof Missing) throw templateFailure(`“${called.name}” is not defined, so it cannot be called.`);
    throw templateFailure(`${kindOf(called)} cannot be called.`);
  }

  private unary(operator: "-" | "+" | "not", value: Value): Value {
    if (operator === "not") return !isTrue(value);
    const number = numberOf(value);
    if (number === null) throw templateFailure(`${kindOf(value)} has no sign.`);
    const signed = operator === "-" ? -number : number;
    return value instanceof Float ? new Float(signed) : signed;
  }

  private compare({ first, rest }: Extract<Expression, { kind: "compare" }>, frame: Frame): boolean {
    let left = this.value(first, frame);
    for (const [operator, expression] of rest) {
      const right = this.value(expression, frame);
      if (!compares(operator, left, right)) return false;
      left = right;
    }
    return true;
  }
}

type Given = { readonly positional: readonly Value[]; readonly named: ReadonlyMap<string, Value> };

function itemAt(value: Value, key: Value): Value {
  const name = textOf(key);
  if (value instanceof Missing) throw templateFailure(`“${value.name}” is not defined, so it has no “${name}”.`);
  const index = numberOf(key);
  if (index !== null && (isList(value) || isText(value))) {
    const items = isList(value) ? value : [...rawText(value)];
    return orMissing(items.at(Math.trunc(index)), name);
  }
  return orMissing(ownField(value, name), name);
}

function sliceOf(value: Value, start: number | null, stop: number | null, step: number | null): Value {
  const items = isText(value) ? [...rawText(value)] : itemsOf(value);
  const by = step ?? 1;
  if (by === 0) throw templateFailure("a slice's step cannot be 0.");
  const size = items.length;
  const bound = (position: number | null, otherwise: number): number => {
    if (position === null) return otherwise;
    const whole = position < 0 ? position + size : position;
    return by > 0 ? Math.min(Math.max(whole, 0), size) : Math.min(Math.max(whole, -1), size - 1);
  };
  const picked: Value[] = [];
  const last = bound(stop, by > 0 ? size : -1);
  for (let index = bound(start, by > 0 ? 0 : size - 1); by > 0 ? index < last : index > last; index += by) {
    picked.push(items[index] ?? null);
  }
  return isText(value) ? picked.join("") : picked;
}

function loopAt(items: readonly Value[], index: number, changed: { last: Value | undefined }): Fields {
  const { length } = items;
  return new Fields((name) => {
    switch (name) {
      case "index":
        return index + 1;
      case "index0":
        return index;
      case "revindex":
        return length - index;
      case "revindex0":
        return length - index - 1;
      case "first":
        return index === 0;
      case "last":
        return index === length - 1;
      case "length":
        return length;
      case "depth":
        return 1;
      case "depth0":
        return 0;
      case "previtem":
        return items[index - 1];
      case "nextitem":
        return items[index + 1];
      case "cycle":
        return new Callable("cycle", (values) => orMissing(values[index % values.length], "cycle"));
      case "changed":
        return new Callable("changed", (values) => {
          const isNew = changed.last === undefined || !isSame(changed.last, values);
          changed.last = values;
          return isNew;
        });
      default:
        return undefined;
    }
  });
}
