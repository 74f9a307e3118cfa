import { z } from "zod";

/** What a kind of value is called, after "must be". */
const KINDS: Record<string, string> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
  nan: "a number",
  null: "null",
  undefined: "left out",
};

const FORMATS: Record<string, string> = {
  uuid: "an id (a UUID)",
  guid: "an id (a UUID)",
  email: "an e-mail address",
  url: "a URL",
  datetime: "a time such as 2026-01-31T12:00:00Z",
  json_string: "JSON",
};

const UNITS: Record<string, string> = { string: "characters", array: "entries", set: "entries", file: "bytes" };

/**
 * What is wrong with a value, for a person: it follows the field's name. Where a schema has words of its own, those are
 * said instead.
 */
export function wordingOf(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined ? "is missing" : `must be ${KINDS[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return `must be ${issue.values.length > 1 ? "one of: " : ""}${issue.values.map(String).join(", ")}`;
    case "too_small":
      return issue.inclusive ? sized(issue.origin, issue.minimum, "or more") : `must be above ${issue.minimum}`;
    case "too_big":
      return issue.inclusive ? sized(issue.origin, issue.maximum, "at most") : `must be below ${issue.maximum}`;
    case "invalid_format":
      return `must be ${FORMATS[issue.format] ?? "of the form this field asks for"}`;
    case "not_multiple_of":
      return `must be a multiple of ${issue.divisor}`;
    case "unrecognized_keys":
      return `has no field ${issue.keys.map((key) => `“${key}”`).join(", ")}`;
    case "invalid_union":
      return issue.input === undefined ? "is missing" : "is of none of the kinds this field takes";
    default:
      return undefined;
  }
}

function sized(origin: string, bound: number | bigint, how: string): string {
  const unit = UNITS[origin];
  return unit ? `must have ${bound} ${unit} ${how}` : `must be ${bound} ${how}`;
}

z.config({ localeError: (issue) => wordingOf(issue) });
