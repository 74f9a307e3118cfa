import { expect, test } from "vitest";
import { db } from "./client";

test("a person's password hash is not read unless asked for by name", async () => {
  const made = await db().user.create({ data: { email: "ada@example.com", passwordHash: "hash" } });
  expect(made).not.toHaveProperty("passwordHash");
  const asked = await db().user.findUniqueOrThrow({ where: { id: made.id }, select: { passwordHash: true } });
  expect(asked.passwordHash).toBe("hash");
});
