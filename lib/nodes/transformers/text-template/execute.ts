import "server-only";
import { AppError } from "@/lib/core/errors";
import type { JsonObject } from "@/lib/core/json";
import { renderTemplate } from "@/lib/templates/jinja";
import { defineExecutor } from "../../context";
import { textTemplate } from "./definition";

/** The template with the input's values; a template in the input goes before the node's. */
export const executeTextTemplate = defineExecutor(textTemplate, async (_ctx, { params, input }) => {
  const template = input.template ?? params.template;
  if (template == null)
    throw new AppError("bad_input", "The node has no template. Write one, or map one to “template”.");
  return { content: renderTemplate(template, input as JsonObject) };
});
