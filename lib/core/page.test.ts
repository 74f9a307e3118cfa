import { describe, expect, test } from "vitest";
import { PageQuery, sortBy, toPage, window } from "./page";

describe("a page", () => {
  test("starts at the first of 25 where nothing is asked", () => {
    expect(window(PageQuery.parse({}))).toEqual({ skip: 0, take: 25 });
  });

  test("is counted from the total", () => {
    expect(toPage([1], { page: 2, page_size: 10 }, 11).pagination).toEqual({
      page: 2,
      page_size: 10,
      page_count: 2,
      total_count: 11,
    });
  });

  test.each(["0", "-1", "1.5", "x"])("number %s is refused", (page) => {
    expect(PageQuery.safeParse({ page }).success).toBe(false);
  });

  test("is sorted only by the names that are offered", () => {
    const schema = sortBy(["name", "created_at"], "-created_at");
    expect(schema.parse(undefined)).toEqual([["created_at", "desc"]]);
    expect(schema.parse("name,-created_at")).toEqual([
      ["name", "asc"],
      ["created_at", "desc"],
    ]);
    expect(schema.safeParse("password_hash").success).toBe(false);
  });
});
