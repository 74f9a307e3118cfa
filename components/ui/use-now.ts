import { useEffect, useState } from "react";

/** The time in epoch milliseconds, moving every `tickMs` while `isMoving`. */
export function useNow(isMoving: boolean, tickMs: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!isMoving) return;
    const timer = setInterval(() => setNow(Date.now()), tickMs);
    return () => clearInterval(timer);
  }, [isMoving, tickMs]);
  return now;
}
