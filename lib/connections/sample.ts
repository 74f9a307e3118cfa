import "server-only";
import { type Context, userIdOf } from "@/lib/auth/context";
import { authorize, type Scope, transaction } from "@/lib/auth/scope";
import { AppError } from "@/lib/core/errors";
import { sampleModelUrl } from "@/lib/process/sample-model";
import type { Connection } from "./contract";
import { SAMPLE_TYPE, toConnection } from "./present";
import * as connections from "./repository";

const SAMPLE_NAME = "Sample model (no AI)";

/** The sample model looks at no key; OpenAI's clients want one. Not a word that answers contain: it is masked as a secret. */
const SAMPLE_KEY = "the-sample-model-looks-at-no-key";

/**
 * The project's connection to the built-in sample model, made where there is none.
 *
 * @throws AppError `not_found` where this instance offers no sample model.
 */
export async function createSampleConnection(ctx: Context, projectId: string): Promise<Connection> {
  const scope = await authorize(ctx, "connections:write", projectId);
  const url = sampleModelUrl();
  if (!url)
    throw new AppError(
      "not_found",
      "This instance offers no sample model. The operator can with DYNAMIQ_SAMPLE_MODEL=true.",
    );
  const existing = await connections.findByUrl(scope, SAMPLE_TYPE, url);
  return toConnection(existing ?? (await insertSample(scope, url)));
}

/** The name may be taken by something else, or by ourselves a moment ago. */
async function insertSample(scope: Scope, url: string): Promise<connections.ConnectionRow> {
  for (let attempt = 1; ; attempt++) {
    const name = attempt === 1 ? SAMPLE_NAME : `${SAMPLE_NAME} ${attempt}`;
    const given = {
      name,
      type: SAMPLE_TYPE,
      shown: { url },
      secrets: { api_key: SAMPLE_KEY },
      authorId: userIdOf(scope),
    };
    try {
      return await transaction(scope, (inside) => connections.insert(inside, given));
    } catch (error) {
      if (!(error instanceof AppError && error.code === "conflict") || attempt === 20) throw error;
      const made = await connections.findByUrl(scope, SAMPLE_TYPE, url);
      if (made) return made;
    }
  }
}

/** Points every sample connection at where the sample model answers now. For a start on another port. */
export const repointSampleConnections = (oldUrl: string, newUrl: string): Promise<number> =>
  oldUrl === newUrl ? Promise.resolve(0) : connections.moveUrl(SAMPLE_TYPE, oldUrl, newUrl);
