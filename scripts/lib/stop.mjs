/**
 * A reason to stop that the operator can do something about: one sentence that says what happened and what to do.
 * Shown as it is, without a stack.
 */
export class Stop extends Error {
  /** @param {string} message @param {ErrorOptions} [options] */
  constructor(message, options) {
    super(message, options);
    this.name = "Stop";
  }
}

/**
 * Runs a script's work; ends the process with 1 where it fails: with one sentence for a Stop, with the stack for a bug.
 * @param {() => Promise<unknown>} work
 */
export async function runScript(work) {
  try {
    await work();
  } catch (error) {
    process.stderr.write(`\n${error instanceof Stop ? error.message : (error?.stack ?? error)}\n`);
    process.exitCode = 1;
  }
}
