import { describe, expect, test } from "vitest";
import { isObject, type Json } from "@/lib/core/json";
import { served } from "@/lib/testing/operations";
import { openApiDocument } from "./openapi";
import { operations } from "./operations";

type Operation = {
  operationId: string;
  tags: string[];
  parameters: { name: string; in: string; required: boolean; schema: Json }[];
  requestBody?: { content: Record<string, { schema: Json }> };
  responses: Record<string, Json>;
  security: Record<string, string[]>[];
};
const document = openApiDocument() as unknown as {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { securitySchemes: object; schemas: Record<string, Json> };
};
const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const),
);

test("covers every method that any file serves", async () => {
  const names = (await served()).map(({ contract, method }) => `${method} ${contract?.path}`);
  expect(names.filter((name) => !documented.some(([known]) => known === name))).toEqual([]);
});

test("every reference leads somewhere", () => {
  const references = JSON.stringify(document).match(/"\$ref":"[^"]+"/g) ?? [];
  expect(references.length).toBeGreaterThan(50);
  const broken = references.filter((text) => {
    const path = text.slice('"$ref":"#/'.length, -1).split("/");
    return path.reduce<unknown>((at, part) => (isObject(at) ? at[part] : undefined), document) === undefined;
  });
  expect(broken).toEqual([]);
});

test("operation ids are unique", () => {
  const ids = documented.map(([, { operationId }]) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
});

test("a resource keeps all its fields, its id too", () => {
  expect(document.components.schemas.Organization).toMatchObject({
    type: "object",
    properties: { id: { type: "string", format: "uuid" }, name: { type: "string" } },
    required: expect.arrayContaining(["id", "name", "role", "created_at"]),
  });
});

describe.each(documented)("%s", (name, operation) => {
  test("says what it answers, how it fails, and who may ask", () => {
    const contract = operations().find(({ name: id }) => id === operation.operationId)?.contract;
    expect(contract).toBeDefined();
    expect(operation.responses).toHaveProperty(String(contract?.status ?? 200));
    expect(operation.responses["500"]).toEqual({ $ref: "#/components/responses/Error" });
    expect(operation.tags).toHaveLength(1);
    const accepts = operation.security.flatMap((one) => Object.keys(one));
    expect(accepts).toEqual([...(contract?.accepts ?? [])]);
    for (const kind of accepts) expect(document.components.securitySchemes).toHaveProperty(kind);
    expect("401" in operation.responses).toBe(accepts.length > 0);
  });

  test("declares each parameter of its path", () => {
    const inPath = [...name.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
    const declared = operation.parameters.filter((one) => one.in === "path");
    expect(declared.map((one) => one.name)).toEqual(inPath);
    expect(declared.every((one) => one.required)).toBe(true);
  });
});
