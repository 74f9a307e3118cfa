import { failureOf } from "./failure";
import type { CallOptions, ChatRequest, LanguageModel, StreamPart } from "./model";

const RECOVERIES_MAX = 3;
const SAMPLING = ["temperature", "top_p", "presence_penalty", "frequency_penalty", "seed", "stop"] as const;

/**
 * The model's answer, also where it only streams or refuses a sampling setting: then it is asked again, as a stream
 * or without that setting. Nothing is asked again once a part has come.
 *
 * Source: SDK 0.61, LLM base class
 */
export async function* chat(
  model: LanguageModel,
  request: ChatRequest,
  options: CallOptions,
): AsyncGenerator<StreamPart, void, undefined> {
  let asked = { request, options };
  for (let attempt = 0; ; attempt += 1) {
    let hasBegun = false;
    try {
      for await (const part of model.chat(asked.request, asked.options)) {
        hasBegun = true;
        yield part;
      }
      return;
    } catch (error) {
      const next = hasBegun || attempt >= RECOVERIES_MAX ? null : recovery(error, asked);
      if (!next) throw error;
      asked = next;
    }
  }
}

type Asked = { request: ChatRequest; options: CallOptions };

function recovery(error: unknown, { request, options }: Asked): Asked | null {
  const failure = failureOf(error);
  if (failure?.kind !== "bad_request") return null;
  const said = failure.said.toLowerCase();
  if (!options.stream && /stream/.test(said) && /only|must|require|mandatory|set.*true|enable/.test(said)) {
    return { request, options: { ...options, stream: true } };
  }
  if (request.max_tokens !== undefined && said.includes("max_completion_tokens")) {
    const { max_tokens, ...rest } = request;
    return { request: { ...rest, extra: { ...rest.extra, max_completion_tokens: max_tokens } }, options };
  }
  if (
    !/support|not allowed|not permitted|deprecated|cannot|can't|may not|unexpected|unknown|only the default/.test(said)
  ) {
    return null;
  }
  const refused = SAMPLING.filter((name) => request[name] !== undefined && new RegExp(`\\b${name}\\b`).test(said));
  if (refused.length === 0) return null;
  const kept = Object.entries(request).filter(([name]) => !refused.some((other) => other === name));
  return { request: Object.fromEntries(kept) as ChatRequest, options };
}
