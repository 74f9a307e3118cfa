import "server-only";
import { createAmazonBedrock } from "@ai-sdk/amazon-bedrock";
import { AppError } from "@/lib/core/errors";
import { providerModel } from "../ai-sdk";
import { withoutRefusedSampling } from "../anthropic/claude";
import { type ModelFields, requiredField, textField } from "../connection";
import { bareModel } from "../entry";
import type { LanguageModel } from "../model";
import { scrubber } from "../scrub";
import { bedrock } from "./entry";

export function bedrockModel(fields: ModelFields): LanguageModel {
  const accessKeyId = requiredField(fields, "access_key_id", "access key id", "AWS");
  const secretAccessKey = requiredField(fields, "secret_access_key", "secret access key", "AWS");
  const region = requiredField(fields, "region", "region", "AWS");
  const sessionToken = textField(fields, "session_token");
  if (!/^[a-z]{2,}(?:-[a-z]+)+-\d{1,2}$/.test(region)) {
    throw new AppError("bad_input", "The region of the AWS connection is not one: write it as us-east-1.");
  }
  return providerModel({
    who: `AWS Bedrock in ${region}`,
    scrub: scrubber([accessKeyId, secretAccessKey, sessionToken]),
    // The body is signed before it reaches our fetch.
    forwardsExtra: false,
    make: (model, fetch) =>
      createAmazonBedrock({
        region,
        baseURL: `https://bedrock-runtime.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`,
        // Empty, so that the package does not take the operator's own from the environment.
        apiKey: "",
        accessKeyId,
        secretAccessKey,
        ...(sessionToken && { sessionToken }),
        fetch,
      })(bareModel(bareModel(model, bedrock.modelPrefix), "converse/")),
    prepare: withoutRefusedSampling,
    options: ({ thinking, extra }) => ({
      bedrock: {
        ...(thinking?.enabled && { reasoningConfig: { type: "enabled", budgetTokens: thinking.budget_tokens } }),
        ...(extra && { additionalModelRequestFields: { ...extra } }),
      },
    }),
  });
}
