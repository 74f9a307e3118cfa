import { isObject, type Json, type JsonObject } from "@/lib/core/json";
import type { FlowNode, NodeResult } from "./flow";
import { alongKeys, asOne, findAll, notAPath, type Path, readPath } from "./jsonpath";
import { put } from "./own";
import { isActive, orText, select, transform } from "./transform";

/** An input; where `isLate`, it is put together when its value is first looked at. */
export type Given = { readonly value: Json; readonly isLate: boolean };

/**
 * The flow's input and how its nodes ended so far, in the order in which they did.
 *
 * The order makes it possible to put an input together later than it was given: how many nodes had
 * settled by then says what was in it.
 */
export class Results {
  readonly byId = new Map<string, NodeResult>();
  private readonly settled: { id: string; result: NodeResult; brief: Json }[] = [];

  constructor(readonly flowInput: JsonObject) {}

  add(id: string, result: NodeResult): void {
    this.byId.set(id, result);
    this.settled.push({ id, result, brief: null });
  }

  /**
   * What a node of the flow is given: the flow's input and the result of every node that has settled by now;
   * or, with a transformer, what that picks from them. Constants of `input_mapping` come last.
   *
   * @throws NodeException `JsonPathError`
   */
  inputOf({ input_transformer, input_mapping }: FlowNode): Given {
    if (isActive(input_transformer)) {
      const { path, selector } = input_transformer;
      const picked = path == null ? null : this.pick(path);
      if (selector == null) return given(withConstants(picked, input_mapping));
      return given(withConstants(path == null ? this.select(selector) : select(picked, selector), input_mapping));
    }
    if (this.settled.length === 0) return given(withConstants(this.flowInput, input_mapping));
    return new Late(this, this.settled.length, input_mapping);
  }

  private select(selector: Readonly<Record<string, string>>): JsonObject {
    const built: Record<string, Json> = {};
    for (const key of Object.keys(selector)) {
      const text = selector[key] as string;
      const reading = readPath(text);
      if (reading.kind === "illegal") throw notAPath(text, reading);
      put(built, key, reading.kind === "text" ? text : orText(text, this.find(reading.path)));
    }
    return built;
  }

  private pick(text: string): Json {
    const reading = readPath(text);
    if (reading.kind !== "path") throw notAPath(text, reading);
    return asOne(this.find(reading.path));
  }

  /** Most paths go from key to key: those need no object of all results. */
  private find(path: Path): readonly Json[] {
    const first = path.keys?.[0];
    if (path.keys === null || first === undefined) return findAll(path, this.everythingWithInputs());
    const result = this.byId.get(first);
    return result === undefined ? alongKeys(path.keys, 0, this.flowInput) : alongKeys(path.keys, 1, result);
  }

  /** The flow's input and the first `count` results. */
  everything(count: number): JsonObject {
    const all: Record<string, Json> = { ...this.flowInput };
    for (let index = 0; index < count; index += 1) {
      const entry = this.settled[index];
      if (entry) all[entry.id] = entry.brief ??= withoutInput(entry.result);
    }
    return all;
  }

  private everythingWithInputs(): JsonObject {
    const all: Record<string, Json> = { ...this.flowInput };
    for (const { id, result } of this.settled) all[id] = result;
    return all;
  }
}

/** The input of a node that runs inside another. */
export const inputOfNested = ({ input_transformer, input_mapping }: FlowNode, item: Json): Given =>
  given(withConstants(isActive(input_transformer) ? transform(item, input_transformer) : item, input_mapping));

const given = (value: Json): Given => ({ value, isLate: false });

function withConstants(value: Json, constants: Readonly<Record<string, Json>> | null | undefined): Json {
  if (constants == null || !(value === null || isObject(value))) return value;
  const all: Record<string, Json> = { ...(value as JsonObject | null) };
  for (const [key, constant] of Object.entries(constants)) put(all, key, constant);
  return all;
}

const withoutInput = ({ status, output, error }: NodeResult): JsonObject => ({
  status,
  output,
  ...(error && { error }),
});

/** Copying every result for every node would cost more than running them; most never look at it. */
class Late implements Given {
  readonly isLate = true;
  private made: Json | undefined;

  constructor(
    private readonly results: Results,
    private readonly count: number,
    private readonly constants: FlowNode["input_mapping"],
  ) {}

  get value(): Json {
    this.made ??= withConstants(this.results.everything(this.count), this.constants);
    return this.made;
  }
}
