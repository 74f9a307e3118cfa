/**
 * Undo and redo as two lists of documents around the one that shows.
 *
 * Changes that come in one breath under the same `key` (typing in a field, dragging a node) are one step.
 */
export type History<T> = {
  readonly past: readonly T[];
  readonly present: T;
  readonly future: readonly T[];
  readonly key: string | null;
  readonly at: number;
};

export const STEPS_MAX = 200;
const BREATH_MS = 1200;

export const startHistory = <T>(present: T): History<T> => ({ past: [], present, future: [], key: null, at: 0 });

/** `at` is milliseconds on any clock that only rises. Without a `key` the change is a step of its own. */
export function record<T>(history: History<T>, next: T, key: string | null, at: number): History<T> {
  if (next === history.present) return history;
  const isSameBreath = key !== null && key === history.key && at - history.at < BREATH_MS && history.past.length > 0;
  const past = isSameBreath ? history.past : [...history.past.slice(1 - STEPS_MAX), history.present];
  return { past, present: next, future: [], key, at };
}

/** Ends the breath: the next change is a step of its own. */
export const seal = <T>(history: History<T>): History<T> =>
  history.key === null ? history : { ...history, key: null };

export function undo<T>(history: History<T>): History<T> {
  const previous = history.past.at(-1);
  if (previous === undefined) return history;
  return {
    past: history.past.slice(0, -1),
    present: previous,
    future: [history.present, ...history.future],
    key: null,
    at: 0,
  };
}

export function redo<T>(history: History<T>): History<T> {
  const [next, ...future] = history.future;
  if (next === undefined) return history;
  return { past: [...history.past, history.present], present: next, future, key: null, at: 0 };
}
