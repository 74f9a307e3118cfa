import type { ChatRequest } from "../model";

/**
 * The request without sampling settings where the Claude model refuses them: Opus from 4.7, Sonnet and Fable
 * from 5, Mythos.
 *
 * Source: SDK 0.61, LLM base class
 */
export function withoutRefusedSampling(request: ChatRequest): ChatRequest {
  if (!refusesSampling(request.model)) return request;
  const { temperature: _temperature, top_p: _topP, extra, ...kept } = request;
  const { top_k: _topK, ...others } = extra ?? {};
  return extra ? { ...kept, extra: others } : kept;
}

function refusesSampling(model: string): boolean {
  if (/claude-mythos/.test(model)) return true;
  const version = /claude-(opus|sonnet|fable)-(\d{1,2})(?:[-.](\d{1,2})(?!\d))?/.exec(model);
  if (!version) return false;
  const number = Number(version[2]) + Number(version[3] ?? 0) / 100;
  return number >= (version[1] === "opus" ? 4.07 : 5);
}
