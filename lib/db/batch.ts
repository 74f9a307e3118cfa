import "server-only";

type BatchOptions = {
  /** Rows one write takes. */
  readonly rowsMax?: number;
  /** Writes under way at once. */
  readonly writesMax?: number;
};

/**
 * Writes rows together that come at the same time: what comes while as many writes as allowed are under way goes
 * with the next. Nobody waits for company, so a lone row is written at once.
 *
 * `write` gives one result per row, in order. Where a batch is refused each of its rows is tried alone, so that
 * one bad row fails nobody else's.
 */
export function batched<Row, Result>(
  write: (rows: readonly Row[]) => Promise<readonly Result[]>,
  { rowsMax = 200, writesMax = 2 }: BatchOptions = {},
): (row: Row) => Promise<Result> {
  type Waiting = { row: Row; resolve: (result: Result) => void; reject: (error: unknown) => void };
  let waiting: Waiting[] = [];
  let writes = 0;
  let isScheduled = false;

  async function writeAll(batch: readonly Waiting[]): Promise<void> {
    try {
      const results = await write(batch.map(({ row }) => row));
      for (const [index, { resolve }] of batch.entries()) resolve(results[index] as Result);
    } catch (error) {
      if (batch.length === 1) batch[0]?.reject(error);
      else for (const one of batch) await writeAll([one]);
    }
  }

  function flush(): void {
    isScheduled = false;
    while (waiting.length > 0 && writes < writesMax) {
      const batch = waiting.slice(0, rowsMax);
      waiting = waiting.slice(rowsMax);
      writes++;
      void writeAll(batch).finally(() => {
        writes--;
        flush();
      });
    }
  }

  return (row) =>
    new Promise((resolve, reject) => {
      waiting.push({ row, resolve, reject });
      if (isScheduled || writes >= writesMax) return;
      isScheduled = true;
      // After this turn's input has been read, so that requests that arrived together are written together.
      setImmediate(flush);
    });
}
