import type { z } from "zod";
import type { Contract } from "@/lib/core/contract";

/**
 * What the address bar asks of a list, parsed as the list's operation has it. What does not fit there (a page that is
 * no number, an order that does not exist) is as if it were not said: a mistyped address still shows the list.
 */
export function queryOf<C extends Contract>(
  { query }: C,
  search: Record<string, string | string[] | undefined>,
  fixed: Record<string, unknown> = {},
): z.output<C["query"]> {
  const given = query.safeParse({ ...search, ...fixed });
  return (given.success ? given.data : query.parse(fixed)) as z.output<C["query"]>;
}
