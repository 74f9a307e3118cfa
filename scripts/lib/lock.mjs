import { execFileSync } from "node:child_process";
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";

/**
 * Takes a lock that ends with this process, however it ends.
 *
 * @param {string} file
 * @returns {{ release(): void } | { holder: number }} `holder` is the pid of the living process that has it.
 */
export function takeLock(file) {
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: "wx" });
      return { release: () => rmSync(file, { force: true }) };
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    const holder = pidIn(file);
    if (holder !== null && isOurs(holder)) return { holder };
    if (!removeStale(file, holder)) return { holder: pidIn(file) ?? 0 };
  }
}

/** Takes away the lock of a process that is gone; false where somebody took it meanwhile. */
function removeStale(file, holder) {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return true;
  }
  const moved = pidIn(aside);
  const isStale = moved === holder || moved === null || !isOurs(moved);
  if (!isStale) {
    try {
      linkSync(aside, file);
    } catch {
      // A third process has the lock by now.
    }
  }
  rmSync(aside, { force: true });
  return isStale;
}

/** Whether the process lives and is a script of ours: pids are used again. */
function isOurs(pid) {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== "EPERM") return false;
  }
  const command = commandOf(pid);
  return command === null || /scripts[\\/][\w-]+\.mjs/.test(command);
}

/** Its command line; "" for a zombie or a process just gone, null where this system does not tell. */
function commandOf(pid) {
  if (process.platform === "linux") {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8");
    } catch {
      return "";
    }
  }
  if (process.platform === "win32") return null;
  try {
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
  } catch {
    return "";
  }
}

function pidIn(file) {
  try {
    const pid = Number.parseInt(readFileSync(file, "utf8"), 10);
    return Number.isNaN(pid) ? null : pid;
  } catch {
    return null;
  }
}
