import { z } from "zod";
import { defineConnection } from "../../define";
import { httpFields } from "./fields";

export const http = defineConnection({
  type: "dynamiq.connections.Http",
  title: "HTTP",
  group: "HTTP",
  help: "Any HTTP API: an address, and the headers, parameters and data that every call carries.",
  icon: "globe",
  // Which call would be harmless, nobody but its author knows.
  canTest: false,
  fields: z.object(httpFields({ isMethodRequired: true })),
});
