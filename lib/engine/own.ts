/**
 * Sets a key as the object's own, whatever it is called: an assignment to `__proto__` would change the
 * prototype instead.
 */
export function put<T>(target: Record<string, T>, key: string, value: T): void {
  if (key === "__proto__") {
    Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
  } else {
    target[key] = value;
  }
}
