import "server-only";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { env } from "@/lib/config/env";
import { repointSampleConnections } from "@/lib/connections/sample";
import { setSampleModelUrl } from "@/lib/process/sample-model";
import { type SampleModel, startSampleModel } from "./sample-model/server";

/**
 * Starts the sample model where it is wanted, on loopback, at the port it had before. Where somebody else has that port
 * by now it takes a new one, and the connections made to it follow.
 *
 * @returns what ends it
 */
export async function openSampleModel(): Promise<() => Promise<void>> {
  if (!env().DYNAMIQ_SAMPLE_MODEL) return async () => {};
  const file = join(env().DATA_DIR, "sample-model-port");
  const before = knownPort(file);
  const model = await startAt(before);
  if (before !== 0) await repointSampleConnections(model.url.replace(`:${model.port}/`, `:${before}/`), model.url);
  keepPort(file, model.port);
  setSampleModelUrl(model.url);
  return async () => {
    setSampleModelUrl(null);
    await model.close();
  };
}

const startAt = (port: number): Promise<SampleModel> =>
  startSampleModel({ port }).catch((error: unknown) => {
    if (port === 0) throw error;
    return startSampleModel({ port: 0 });
  });

function knownPort(file: string): number {
  try {
    const port = Number(readFileSync(file, "utf8"));
    return Number.isInteger(port) && port > 0 && port < 65536 ? port : 0;
  } catch {
    return 0;
  }
}

/** An instance on another's database may have no folder to write in: it then takes a new port at each start. */
function keepPort(file: string, port: number): void {
  try {
    writeFileSync(file, `${port}\n`);
  } catch {
    // As said above.
  }
}
