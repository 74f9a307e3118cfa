/** A line of a JSON tree as it is shown. `path` tells it from all others. */
export type JsonRow = {
  readonly path: string;
  readonly depth: number;
  /** Key or index within its parent; null at the top. */
  readonly name: string | null;
  readonly value: unknown;
  /** Entries of an object or array; null for a plain value. */
  readonly size: number | null;
  readonly isOpen: boolean;
};

/** Values looked at while searching; what lies behind is not found, and the view says so. */
const SEARCHED_MAX = 200_000;

const isBranch = (value: unknown): value is object => typeof value === "object" && value !== null;

const sizeOf = (value: object): number => (Array.isArray(value) ? value.length : Object.keys(value).length);

/** One after the other: of a long list only what is looked at is taken. */
function* entriesOf(value: object): Generator<readonly [string, unknown]> {
  if (!Array.isArray(value)) yield* Object.entries(value);
  else for (let index = 0; index < value.length; index++) yield [String(index), value[index]];
}

/** RFC 6901: a slash within a key must not look like a step. */
const step = (path: string, name: string) => `${path}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;

/** The lines to show, in order, and one more than `rowsMax` where there are more. A closed branch is one line. */
export function rowsOf(value: unknown, isOpen: (path: string, depth: number) => boolean, rowsMax: number): JsonRow[] {
  const rows: JsonRow[] = [];
  const visit = (name: string | null, child: unknown, path: string, depth: number) => {
    const size = isBranch(child) ? sizeOf(child) : null;
    const open = size !== null && size > 0 && isOpen(path, depth);
    rows.push({ path, depth, name, value: child, size, isOpen: open });
    if (!open || !isBranch(child)) return;
    for (const [key, item] of entriesOf(child)) {
      if (rows.length > rowsMax) return;
      visit(key, item, step(path, key), depth + 1);
    }
  };
  visit(null, value, "", 0);
  return rows;
}

/** Paths whose key or plain value holds the text, with all their ancestors; `isCut` where the value was too big to search whole. */
export function search(value: unknown, text: string): { hits: Set<string>; shown: Set<string>; isCut: boolean } {
  const wanted = text.toLowerCase();
  const hits = new Set<string>();
  const shown = new Set<string>();
  let seen = 0;
  const visit = (name: string | null, child: unknown, path: string): boolean => {
    seen += 1;
    if (seen > SEARCHED_MAX) return false;
    const isHit =
      (name?.toLowerCase().includes(wanted) ?? false) ||
      (!isBranch(child) && String(child).toLowerCase().includes(wanted));
    if (isHit) hits.add(path);
    let isAbove = false;
    for (const [key, item] of isBranch(child) ? entriesOf(child) : []) {
      isAbove = visit(key, item, step(path, key)) || isAbove;
    }
    if (isHit || isAbove) shown.add(path);
    return isHit || isAbove;
  };
  visit(null, value, "");
  return { hits, shown, isCut: seen > SEARCHED_MAX };
}
