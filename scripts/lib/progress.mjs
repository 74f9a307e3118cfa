import { spawn } from "node:child_process";

const startedAt = performance.now();
const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
/** Without a terminal, a long step says every so often that it is alive. */
const SIGN_OF_LIFE_MS = 10_000;

const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)}s`;

/** A line of progress, with the time since the script started. @param {string} text */
export const say = (text) => console.log(`[${seconds(startedAt).padStart(6)}] ${text}`);

/**
 * Shows that a long step is under way until `work` has settled: a spinner in a terminal, a line every ten seconds
 * elsewhere.
 *
 * @template T
 * @param {string} text
 * @param {(note: (text: string) => void) => Promise<T>} work `note` shows what the step is at, in a terminal.
 * @returns {Promise<T>}
 */
export async function during(text, work) {
  const since = performance.now();
  const isTerminal = process.stdout.isTTY && !process.env.CI;
  let note = "";
  let frame = 0;
  const draw = () => {
    const line = `${FRAMES[frame++ % FRAMES.length]} ${text} ${seconds(since)} ${note}`;
    process.stdout.write(`\r\x1b[2K${line.slice(0, (process.stdout.columns ?? 80) - 1)}`);
  };
  if (!isTerminal) say(`${text} …`);
  const timer = isTerminal
    ? setInterval(draw, 100)
    : setInterval(() => say(`${text}: still at it after ${seconds(since)}`), SIGN_OF_LIFE_MS);
  try {
    const result = await work((now) => {
      note = now;
    });
    if (isTerminal) process.stdout.write("\r\x1b[2K");
    say(`${text}: done in ${seconds(since)}`);
    return result;
  } catch (error) {
    if (isTerminal) process.stdout.write("\r\x1b[2K");
    throw error;
  } finally {
    clearInterval(timer);
  }
}

/** Children that must not outlive the script when it is told to stop. @type {Set<import("node:child_process").ChildProcess>} */
const children = new Set();

/** Ends what `run` started and is still going. */
export function endChildren() {
  for (const child of children) child.kill("SIGTERM");
}

/**
 * Runs a program and keeps what it prints.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {{ env?: Record<string, string | undefined>, note?: (line: string) => void, cwd?: string }} [options]
 * @returns {Promise<{ code: number, output: string }>} `code` is 1 where a signal ended it.
 */
export function run(program, args, { env = {}, note = () => {}, cwd } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32" && program === "npm",
    });
    children.add(child);
    let output = "";
    const take = (chunk) => {
      output += chunk;
      const line = String(chunk).trim().split("\n").at(-1);
      if (line) note(line);
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.on("error", reject);
    child.on("close", (code) => {
      children.delete(child);
      resolve({ code: code ?? 1, output });
    });
  });
}

/** The last lines of what a program printed. @param {string} output */
export const tail = (output, lines = 25) => output.trimEnd().split("\n").slice(-lines).join("\n");
