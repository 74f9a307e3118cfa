import "server-only";
import { patternOf } from "@/lib/engine/pattern";
import { pythonText } from "@/lib/engine/python-text";
import { defineExecutor } from "../../context";
import { verdict } from "../behavior";
import { regexMatch } from "./definition";

/** Values that are no texts are looked at as Python writes them. */
export const executeRegexMatch = defineExecutor(regexMatch, async (_ctx, { params, input }) => {
  const matcher = patternOf(params.regex).matcher(pythonText(input.content));
  const isValid = params.match_type === "search" ? matcher.find() : matcher.matches();
  return verdict({ behavior: params.behavior, isValid, content: input.content, why: "it does not match the pattern" });
});
