// Gives the instance a new master key while it runs: `npm run rotate-master-key`.
//
// The old key is DYNAMIQ_MASTER_KEY, or the one kept in the data folder; the new one DYNAMIQ_NEW_MASTER_KEY, or one
// made here. May be stopped at any point and run again.
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { generateClient, serverBundle } from "./lib/build-state.mjs";
import { readEnvFile, setting, startSettings } from "./lib/settings.mjs";
import { runScript, Stop } from "./lib/stop.mjs";

process.chdir(new URL("..", import.meta.url).pathname);

await runScript(async () => {
  readEnvFile();
  const { databaseUrl, dataFolder } = startSettings();
  const file = path.join(dataFolder, "master-key");
  const isInFile = !setting("DYNAMIQ_MASTER_KEY");
  if (isInFile && !existsSync(file)) {
    throw new Stop(
      `There is no master key: neither DYNAMIQ_MASTER_KEY nor ${file}. Set DYNAMIQ_MASTER_KEY to the one the server has now.`,
    );
  }
  const oldKey = setting("DYNAMIQ_MASTER_KEY") ?? readFileSync(file, "utf8").trim();
  const given = setting("DYNAMIQ_NEW_MASTER_KEY");
  if (given && given.trim().length < 32) {
    throw new Stop(
      "DYNAMIQ_NEW_MASTER_KEY is too short: take one of at least 32 characters (“openssl rand -base64 32”).",
    );
  }
  const { rotateMasterKey, newMasterKeyText, disconnect } = await program();
  const newKey = isInFile ? keptNewKey(file, () => given ?? newMasterKeyText()) : (given ?? shown(newMasterKeyText()));

  const database = databaseUrl
    ? null
    : await (await import("./embedded-db.mjs")).ensureEmbeddedPostgres({ home: dataFolder });
  process.env.DATABASE_URL = databaseUrl ?? database.url;
  try {
    const { resealed, unreadable } = await rotateMasterKey(oldKey, newKey);
    if (unreadable.length > 0) {
      throw new Stop(
        `${resealed} secrets were sealed anew, but these could not be opened: ${unreadable.join(", ")}. Enter their secrets again, then run this once more.`,
      );
    }
    if (isInFile) renameSync(`${file}.new`, file);
    console.log(`Every secret is sealed anew (${resealed}).`);
    console.log(
      isInFile
        ? `The new master key is in ${file}; back it up. The server that runs now goes on with the old one; its next start takes the new one.`
        : "Set DYNAMIQ_MASTER_KEY to the new key and restart. The server that runs now goes on with the old one until then; keep that one until you have.",
    );
    console.log("That restart signs everybody out: sessions are made with the master key too.");
  } catch (error) {
    throw error instanceof Stop || error.code ? error : new Stop(error.message, { cause: error });
  } finally {
    await disconnect();
    if (database?.started) await database.stop();
  }
});

/** The part of the program that does it, bundled as the server is. */
async function program() {
  await generateClient();
  const { build } = await import("esbuild");
  const outfile = "dist/rotate-master-key.js";
  await build({ ...serverBundle({ outfile }), entryPoints: ["server/rotate-master-key.ts"] });
  return import(pathToFileURL(path.resolve(outfile)).href);
}

/** On disk before it seals anything: a rotation that was stopped goes on with the same key. */
function keptNewKey(file, make) {
  const next = `${file}.new`;
  if (existsSync(next)) return readFileSync(next, "utf8").trim();
  const key = make();
  const written = `${next}.${process.pid}`;
  const handle = openSync(written, "wx", 0o600);
  writeSync(handle, `${key}\n`);
  fsyncSync(handle);
  closeSync(handle);
  renameSync(written, next);
  return key;
}

/** Shown before it seals anything, because nobody else keeps it. */
function shown(key) {
  console.log(
    `The new master key, kept nowhere else:\n\n  ${key}\n\nShould this be stopped, run it again with DYNAMIQ_NEW_MASTER_KEY set to that.`,
  );
  return key;
}
