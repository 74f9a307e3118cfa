import { expect, test } from "vitest";
import { openApiDocument } from "./openapi";
import { referenceOf } from "./reference";

const groups = referenceOf(openApiDocument());
const operation = (id: string) => groups.flatMap(({ operations }) => operations).find((one) => one.id === id);

test("the reference shows every operation of the document, each under its tag", () => {
  const paths = openApiDocument().paths as Record<string, Record<string, object>>;
  const documented = Object.values(paths).flatMap((methods) => Object.keys(methods));
  expect(groups.flatMap(({ operations }) => operations)).toHaveLength(documented.length);
  expect(new Set(groups.map(({ tag }) => tag)).size).toBe(groups.length);
});

test("an operation is shown with its credentials, fields, bounds and answer", () => {
  expect(operation("createAccessKey")).toMatchObject({
    method: "POST",
    path: "/v1/orgs/{org_id}/access-keys",
    credentials: ["Browser session", "Personal Access Token"],
    parameters: [{ name: "{org_id}", type: "id", isRequired: true }],
    bodyTypes: ["application/json"],
    status: "200",
    answer: "NewAccessKey",
  });
  expect(operation("createAccessKey")?.body).toContainEqual({
    name: "name",
    type: "string",
    isRequired: true,
    notes: "at least 1 characters, at most 120 characters",
  });
  expect(operation("listProjects")).toMatchObject({ answer: "list of Project" });
  expect(operation("listProjects")?.answerFields.map(({ name }) => name)).toContain("visibility");
});
