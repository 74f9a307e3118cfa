import "server-only";

const registry = Symbol.for("dynamiq.shared");

type Registry = Map<string, unknown>;

/**
 * One value for the whole process, made on first use.
 *
 * The server and Next are bundled apart and so have two copies of every module in one process;
 * what must exist once (pools, caches, registries) is kept here and not in a module variable.
 */
export function shared<T>(name: string, make: () => T): T {
  const holder = globalThis as { [registry]?: Registry };
  holder[registry] ??= new Map();
  const values = holder[registry];
  if (!values.has(name)) values.set(name, make());
  return values.get(name) as T;
}

/** Takes a value out, so that the next use makes a new one. For shutdown and tests. */
export function forget<T>(name: string): T | undefined {
  const values = (globalThis as { [registry]?: Registry })[registry];
  const value = values?.get(name) as T | undefined;
  values?.delete(name);
  return value;
}
