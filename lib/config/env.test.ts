import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

const example = parseEnv(readFileSync(".env.example", "utf8")) as Record<string, string>;

/** The settings, read anew from an environment that holds nothing else. */
async function read(environment: Record<string, string>) {
  vi.resetModules();
  const settings = await import("./env");
  for (const name of Object.keys(settings.Env.shape)) vi.stubEnv(name, environment[name]);
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  return settings;
}

beforeEach(() => vi.stubEnv("BASE_URL", undefined));
afterEach(() => vi.unstubAllEnvs());

test("the example file names every setting, and no other", async () => {
  const { Env } = await read({});
  expect(Object.keys(example).sort()).toEqual(Object.keys(Env.shape).sort());
});

test("the example file's values are the defaults", async () => {
  const { env } = await read({});
  const defaults = env();
  expect((await read(example)).env()).toEqual(defaults);
});

test("every setting of the example file has a comment above it", () => {
  const paragraphs = readFileSync(".env.example", "utf8").split(/\n\n+/);
  for (const name of Object.keys(example)) {
    const paragraph = paragraphs.find((text) => new RegExp(`^${name}=`, "m").test(text));
    expect(paragraph, name).toMatch(/^# \S/);
  }
});

test.each([
  ["PORT", "http"],
  ["PORT", "70000"],
  ["DATABASE_URL", "mysql://localhost/x"],
  ["BASE_URL", "example.com"],
  ["DYNAMIQ_ROLES", "web,worke"],
  ["DYNAMIQ_SAMPLE_MODEL", "perhaps"],
  ["DYNAMIQ_DATABASE_CONNECTIONS", "many"],
  ["LOG_LEVEL", "loud"],
])("%s set to %s is refused with one sentence that names it", async (name, value) => {
  const { env, SettingsError } = await read({ [name]: value });
  expect(env).toThrow(SettingsError);
  expect(env).toThrow(new RegExp(`^${name} cannot be used as it is set: .+\\.$`));
});

test("each setting at fault has its own sentence", async () => {
  const { env } = await read({ PORT: "x", LOG_LEVEL: "loud" });
  expect(env).toThrow(/^PORT .+\.\nLOG_LEVEL .+\.$/);
});

test("a setting without a value is not set", async () => {
  const { env } = await read({ PORT: "", DATABASE_URL: "" });
  expect(env()).toMatchObject({ PORT: 3000 });
  expect(env().DATABASE_URL).toBeUndefined();
});

test("none in a list is nothing", async () => {
  const { env } = await read({ DYNAMIQ_EGRESS_ALLOW: "none" });
  expect(env().DYNAMIQ_EGRESS_ALLOW).toEqual([]);
});

test("a connection's field takes its default from the environment only where the operator allows it", async () => {
  const closed = await read({ OPENAI_API_KEY: "sk-1" });
  expect(closed.connectionDefault("OPENAI_API_KEY")).toBeUndefined();
  const open = await read({ OPENAI_API_KEY: "sk-1", DYNAMIQ_CONNECTION_DEFAULTS_FROM_ENV: "true" });
  expect(open.connectionDefault("OPENAI_API_KEY")).toBe("sk-1");
});
