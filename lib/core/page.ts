import { z } from "zod";

/** Query half of every list operation. `page` counts from 1; `page_size` is 1–500. */
export const PageQuery = z.object({
  page: z.coerce.number().int().min(1, "Pages count from 1.").max(1_000_000).default(1),
  page_size: z.coerce.number().int().min(1).max(500, "A page holds 500 at most.").default(25),
});
export type PageQuery = z.infer<typeof PageQuery>;

export const Pagination = z.object({
  page: z.number().int(),
  page_size: z.number().int(),
  page_count: z.number().int(),
  total_count: z.number().int(),
});
export type Pagination = z.infer<typeof Pagination>;

/** One page of a list. */
export type Page<T> = { readonly items: readonly T[]; readonly pagination: Pagination };

export function toPage<T>(items: readonly T[], { page, page_size }: PageQuery, totalCount: number): Page<T> {
  const page_count = Math.max(1, Math.ceil(totalCount / page_size));
  return { items, pagination: { page, page_size, page_count, total_count: totalCount } };
}

/** Rows to pass over, and to take, as Prisma names them. */
export const window = ({ page, page_size }: PageQuery): { skip: number; take: number } => ({
  skip: (page - 1) * page_size,
  take: page_size,
});

/**
 * Query field `sort`: names separated by commas, a minus for descending (`-created_at,name`).
 * Parsed to `[name, direction]` pairs; a name outside `names` is refused with the list of those allowed.
 */
export const sortBy = <const N extends string>(names: readonly N[], fallback: string) =>
  z
    .string()
    .default(fallback)
    .transform((text, issues): readonly (readonly [N, "asc" | "desc"])[] =>
      text.split(",").flatMap((part) => {
        const name = part.replace(/^-/, "");
        const known = names.find((candidate) => candidate === name);
        if (known) return [[known, part.startsWith("-") ? "desc" : "asc"] as const];
        issues.addIssue({ code: "custom", message: `Sort by one of: ${names.join(", ")}.` });
        return [];
      }),
    );
