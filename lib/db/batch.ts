import "server-only";

type BatchOptions = {
  /** Rows one write takes. */
  readonly rowsMax?: number;
  /** Writes under way at once, of which all but the first wait for rows enough to be worth it. */
  readonly writesMax?: number;
};

/** Rows that are worth a further write while one is under way. */
const COMPANY = 16;

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

  const mayWrite = (): boolean => writes === 0 || (writes < writesMax && waiting.length >= COMPANY);

  function flush(): void {
    isScheduled = false;
    while (waiting.length > 0 && mayWrite()) {
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
      if (isScheduled || !mayWrite()) return;
      isScheduled = true;
      // After this turn's input has been read, so that requests that arrived together are written together.
      setImmediate(flush);
    });
}
