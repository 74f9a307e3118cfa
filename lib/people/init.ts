import "server-only";
import { env, SettingsError } from "@/lib/config/env";
import { Id, Name } from "@/lib/core/fields";
import { TOKEN_LENGTH_MIN, TOKEN_PREFIX, type TokenKind } from "@/lib/core/tokens";
import { db, type Tx } from "@/lib/db/client";
import { isSecret, keptOf } from "@/lib/tokens/secret";
import { Email, Password } from "./contract";
import { hashPassword } from "./password";
import * as people from "./repository";

type Wanted = {
  readonly email: string;
  readonly password: string | undefined;
  readonly organizationName: string;
  readonly projectName: string;
  readonly projectId: string | undefined;
  readonly pat: string | undefined;
  readonly accessKey: string | undefined;
};

const TOKEN_NAME = "From the environment";

/**
 * Makes what the `DYNAMIQ_INIT_…` settings ask for and is not there yet: a person, who owns an organization with a
 * project, and credentials with given texts. Does nothing where none of them is set.
 *
 * What is there stays as it is, a password changed since too; two processes that start at once make one of each.
 *
 * @throws SettingsError naming the variable that cannot be used
 */
export async function initFromEnvironment(): Promise<void> {
  const wanted = readSettings();
  if (!wanted) return;
  const known = await people.findCredentials(wanted.email);
  if (!known && wanted.password === undefined) {
    throw fault(
      "DYNAMIQ_INIT_USER_PASSWORD",
      `is not set, and ${wanted.email} has no account yet: set a password for it`,
    );
  }
  const passwordHash = known || wanted.password === undefined ? null : await hashPassword(wanted.password);
  await db().$transaction(async (tx) => {
    await people.lockRegistration(tx);
    const userId = await ensurePerson(tx, wanted.email, passwordHash);
    const organizationId = await ensureOrganization(tx, userId, wanted);
    await ensureProject(tx, userId, organizationId, wanted);
    if (wanted.pat) await ensurePersonalAccessToken(tx, userId, wanted.pat);
    if (wanted.accessKey) await ensureAccessKey(tx, userId, organizationId, wanted.accessKey);
  });
}

/** Null where nothing is asked for. @throws SettingsError */
function readSettings(): Wanted | null {
  const settings = env();
  const given = INIT_SETTINGS.filter((name) => settings[name] !== undefined);
  if (given.length === 0) return null;
  if (settings.DYNAMIQ_INIT_USER_EMAIL === undefined) {
    throw fault("DYNAMIQ_INIT_USER_EMAIL", `is not set, but ${given[0]} is: name the person to whom that belongs`);
  }
  return {
    email: checked("DYNAMIQ_INIT_USER_EMAIL", Email, settings.DYNAMIQ_INIT_USER_EMAIL),
    password:
      settings.DYNAMIQ_INIT_USER_PASSWORD &&
      checked("DYNAMIQ_INIT_USER_PASSWORD", Password, settings.DYNAMIQ_INIT_USER_PASSWORD),
    organizationName: checked(
      "DYNAMIQ_INIT_ORG_NAME",
      Name("organization"),
      settings.DYNAMIQ_INIT_ORG_NAME ?? "My organization",
    ),
    projectName: checked(
      "DYNAMIQ_INIT_PROJECT_NAME",
      Name("project"),
      settings.DYNAMIQ_INIT_PROJECT_NAME ?? "My project",
    ),
    projectId:
      settings.DYNAMIQ_INIT_PROJECT_ID &&
      checked("DYNAMIQ_INIT_PROJECT_ID", Id, settings.DYNAMIQ_INIT_PROJECT_ID).toLowerCase(),
    pat: token("DYNAMIQ_INIT_PAT", "pat"),
    accessKey: token("DYNAMIQ_INIT_ACCESS_KEY", "access_key"),
  };
}

const INIT_SETTINGS = [
  "DYNAMIQ_INIT_USER_EMAIL",
  "DYNAMIQ_INIT_USER_PASSWORD",
  "DYNAMIQ_INIT_ORG_NAME",
  "DYNAMIQ_INIT_PROJECT_NAME",
  "DYNAMIQ_INIT_PROJECT_ID",
  "DYNAMIQ_INIT_PAT",
  "DYNAMIQ_INIT_ACCESS_KEY",
] as const;
type InitSetting = (typeof INIT_SETTINGS)[number];

const fault = (name: InitSetting, what: string) => new SettingsError([`${name} ${what}.`]);

type Checks<T> = {
  safeParse(
    value: unknown,
  ): { success: true; data: T } | { success: false; error: { issues: readonly { message: string }[] } };
};

function checked<T>(name: InitSetting, schema: Checks<T>, value: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const message = result.error.issues[0]?.message ?? "It has the wrong form.";
  throw fault(name, `cannot be used as it is set: ${message.replace(/\.$/, "")}`);
}

function token(name: "DYNAMIQ_INIT_PAT" | "DYNAMIQ_INIT_ACCESS_KEY", kind: TokenKind): string | undefined {
  const text = env()[name];
  if (text === undefined || isSecret(kind, text)) return text;
  throw fault(
    name,
    `cannot be used as it is set: start it with ${TOKEN_PREFIX[kind]}, followed by ${TOKEN_LENGTH_MIN} letters and digits or more`,
  );
}

async function ensurePerson(tx: Tx, email: string, passwordHash: string | null): Promise<string> {
  const known = await tx.user.findUnique({ where: { email }, select: { id: true, emailConfirmed: true } });
  if (known?.emailConfirmed) return known.id;
  if (known || passwordHash === null) {
    // Whoever registered it may be a stranger: they must not be handed an organization.
    throw fault(
      "DYNAMIQ_INIT_USER_EMAIL",
      `names ${email}, an account somebody registered without an invitation: use another address`,
    );
  }
  const { id } = await people.insert(tx, { email, passwordHash, firstName: "", lastName: "", emailConfirmed: true });
  return id;
}

/** The organization of that name the person belongs to, or a new one that is theirs. */
async function ensureOrganization(tx: Tx, userId: string, { organizationName, projectId }: Wanted): Promise<string> {
  const of = projectId ? await tx.project.findUnique({ where: { id: projectId } }) : null;
  const known = await tx.organization.findFirst({
    where: { members: { some: { userId } }, ...(of ? { id: of.organizationId } : { name: organizationName }) },
    orderBy: { id: "asc" },
  });
  if (known) return known.id;
  if (of)
    throw fault(
      "DYNAMIQ_INIT_PROJECT_ID",
      "names a project of an organization the person does not belong to: use another id",
    );
  const members = { create: { userId, role: "owner" as const } };
  return (await tx.organization.create({ data: { name: organizationName, members } })).id;
}

async function ensureProject(
  tx: Tx,
  userId: string,
  organizationId: string,
  { projectId, projectName }: Wanted,
): Promise<void> {
  if (projectId && (await tx.project.findUnique({ where: { id: projectId } }))) return;
  const known = await tx.project.findFirst({ where: { organizationId, name: projectName } });
  if (known && projectId) {
    throw fault(
      "DYNAMIQ_INIT_PROJECT_ID",
      `is not the id of the project “${projectName}” that is there already: set that project's id, or another DYNAMIQ_INIT_PROJECT_NAME`,
    );
  }
  if (known) return;
  await tx.project.create({
    data: { ...(projectId && { id: projectId }), organizationId, name: projectName, createdById: userId },
  });
}

async function ensurePersonalAccessToken(tx: Tx, userId: string, text: string): Promise<void> {
  const { hash, preview } = keptOf(text);
  const known = await tx.personalAccessToken.findUnique({ where: { hash } });
  if (known && known.userId !== userId) throw fault("DYNAMIQ_INIT_PAT", "is another person's token: use another text");
  if (!known) await tx.personalAccessToken.create({ data: { userId, name: TOKEN_NAME, hash, preview } });
}

async function ensureAccessKey(tx: Tx, userId: string, organizationId: string, text: string): Promise<void> {
  const { hash, preview } = keptOf(text);
  const known = await tx.accessKey.findUnique({ where: { hash } });
  if (known && known.organizationId !== organizationId) {
    throw fault("DYNAMIQ_INIT_ACCESS_KEY", "is another organization's key: use another text");
  }
  if (!known)
    await tx.accessKey.create({ data: { organizationId, name: TOKEN_NAME, hash, preview, createdById: userId } });
}
