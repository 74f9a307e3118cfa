import { z } from "zod";
import { defineConnection, secretField, textField } from "../../define";

export const aws = defineConnection({
  type: "dynamiq.connections.AWS",
  title: "AWS",
  group: "Models",
  help: "Create an access key in IAM for a user who may call what your workflows use, Bedrock for models.",
  icon: "cloud",
  canTest: true,
  fields: z.object({
    access_key_id: textField({ title: "Access key id", env: "AWS_ACCESS_KEY_ID", isRequired: true }),
    secret_access_key: secretField({ title: "Secret access key", env: "AWS_SECRET_ACCESS_KEY", isRequired: true }),
    session_token: secretField({
      title: "Session token",
      description: "Only for temporary credentials.",
      env: "AWS_SESSION_TOKEN",
    }),
    // A part of the host that is called: nothing but a region may stand here.
    region: z
      .string()
      .trim()
      .regex(/^([a-z]{2}(-[a-z]+)+-\d{1,2})?$/, "Write a region as us-east-1.")
      .optional()
      .meta({ title: "Region", env: "AWS_DEFAULT_REGION", placeholder: "us-east-1", isRequired: true }),
    profile: textField({
      title: "Profile",
      description: "Kept for exported workflows; calls are signed with the access key.",
      env: "AWS_DEFAULT_PROFILE",
    }),
  }),
});
