import "server-only";

const codeOf = (thrown: unknown): unknown =>
  typeof thrown === "object" && thrown !== null && "code" in thrown ? thrown.code : undefined;

/** A unique index refused the row. */
export const isDuplicate = (thrown: unknown): boolean => codeOf(thrown) === "P2002" || codeOf(thrown) === "23505";

/** The row to change or delete is not there. */
export const isMissing = (thrown: unknown): boolean => codeOf(thrown) === "P2025";

/** A foreign key refused: something else still refers to the row, or the row referred to is gone. */
export const isReferenced = (thrown: unknown): boolean => codeOf(thrown) === "P2003" || codeOf(thrown) === "23503";

/** A text holds a NUL character, which PostgreSQL does not keep. */
export const isUnstorableText = (thrown: unknown): boolean => {
  const code = codeOf(thrown);
  if (code === "22021" || code === "22P05") return true;
  return (
    thrown instanceof Error && /invalid byte sequence for encoding|unsupported Unicode escape/.test(thrown.message)
  );
};

/** The database will never take this value, or it could not even be written out: trying again is of no use. */
export const isRefusedData = (thrown: unknown): boolean =>
  thrown instanceof RangeError || thrown instanceof TypeError || /^(22|54)/.test(String(codeOf(thrown)));
