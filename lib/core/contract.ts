import { z } from "zod";
import { PathId } from "./fields";
import { type Page, Pagination } from "./page";
import "./wording";

/**
 * What may prove who is calling.
 * `session` is the browser's cookie; `pat` a Personal Access Token; `access_key` an Access Key.
 * An operation with an empty list is open to everyone.
 */
export const CREDENTIAL_KINDS = ["session", "pat", "access_key"] as const;
export type CredentialKind = (typeof CREDENTIAL_KINDS)[number];

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** How a result is put into an answer and taken out of it again. `Wire` is the answer's JSON. */
export type Reply<T> = {
  readonly kind: "one" | "many" | "bare" | "ack" | "stream";
  readonly schema: z.ZodType;
  /** Sent as it was made, without being held against its schema: for answers of thousands of parts. */
  readonly isUnchecked?: true;
  wrap(value: T): unknown;
  unwrap(wire: unknown): T;
};

/**
 * One operation of the API, said once: the server, the browser and the OpenAPI document read it.
 *
 * `path` has its parameters in braces (`/v1/apps/{app_id}`), each named in `params`.
 */
export type Contract<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  R = unknown,
> = {
  readonly method: Method;
  readonly path: `/${string}`;
  readonly summary: string;
  /** Groups operations on the reference page. */
  readonly tag: string;
  readonly accepts: readonly CredentialKind[];
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly reply: Reply<R>;
  /** Status of success. 200 unless the platform fixed another. */
  readonly status: number;
  /** How the body arrives: JSON, a form with files, or either. */
  readonly consumes: "json" | "multipart" | "either";
};

const Nothing = z.object({});

/** Names of the parameters in a path: `"app_id" | "run_id"` of `/v1/apps/{app_id}/runs/{run_id}`. */
type NamesIn<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;

type Ids<Path extends string> = z.ZodType<{ [N in NamesIn<Path>]: string }>;

type ContractInput<Path extends `/${string}`, P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R> = {
  method: Method;
  path: Path;
  summary: string;
  tag: string;
  accepts: readonly CredentialKind[];
  params?: P;
  query?: Q;
  body?: B;
  reply: Reply<R>;
  status?: number;
  consumes?: "json" | "multipart" | "either";
};

/** Declares an operation. Where `params` is left out, every parameter of the path is an id. */
export function contract<
  const Path extends `/${string}`,
  R,
  P extends z.ZodType = Ids<Path>,
  Q extends z.ZodType = typeof Nothing,
  B extends z.ZodType = z.ZodUndefined,
>(input: ContractInput<Path, P, Q, B, R>): Contract<P, Q, B, R> {
  return {
    status: 200,
    consumes: "json",
    ...input,
    params: input.params ?? (idsIn(input.path) as unknown as P),
    query: input.query ?? (Nothing as unknown as Q),
    body: input.body ?? (z.undefined() as unknown as B),
  };
}

/** What a handler is given: each half of the request, parsed. */
export type Input<C extends Contract> = {
  params: z.output<C["params"]>;
  query: z.output<C["query"]>;
  body: z.output<C["body"]>;
};

/** What a handler returns, and a browser gets back. */
export type Result<C extends Contract> = C["reply"] extends Reply<infer R> ? R : never;

/** The platform's `{ data }` envelope. */
export const one = <S extends z.ZodType>(schema: S): Reply<z.output<S>> => ({
  kind: "one",
  schema: z.object({ data: schema }),
  wrap: (value) => ({ data: value }),
  unwrap: (wire) => (wire as { data: z.output<S> }).data,
});

/** The same, sent as it was made: whoever makes it does so field by field. */
export const oneUnchecked = <S extends z.ZodType>(schema: S): Reply<z.output<S>> => ({
  ...one(schema),
  isUnchecked: true,
});

/** The platform's `{ data, pagination }` envelope. */
export const many = <S extends z.ZodType>(schema: S): Reply<Page<z.output<S>>> => ({
  kind: "many",
  schema: z.object({ data: z.array(schema), pagination: Pagination }),
  wrap: ({ items, pagination }) => ({ data: items, pagination }),
  unwrap: (wire) => {
    const { data, pagination } = wire as { data: z.output<S>[]; pagination: Pagination };
    return { items: data, pagination };
  },
});

/** An answer without an envelope. */
export const bare = <S extends z.ZodType>(schema: S): Reply<z.output<S>> => ({
  kind: "bare",
  schema,
  wrap: (value) => value,
  unwrap: (wire) => wire as z.output<S>,
});

/** `{"message":"ok"}` and its siblings, where there is nothing else to say. */
export const ack = (message: "ok" | "created" | "deleted" | "canceled" = "ok"): Reply<void> => ({
  kind: "ack",
  schema: z.object({ message: z.literal(message) }),
  wrap: () => ({ message }),
  unwrap: () => undefined,
});

/** The handler answers with a Response of its own: server-sent events, a download, a proxied answer. */
export const stream = (mediaType: string, description: string): Reply<Response> => ({
  kind: "stream",
  schema: z.string().meta({ description, mediaType }),
  wrap: (value) => value,
  unwrap: () => {
    throw new Error("A streamed answer is read as a stream.");
  },
});

const idsIn = (path: string) =>
  z.object(Object.fromEntries([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name ?? "", PathId])));
