"use client";

import { createContext, type ReactNode, useContext } from "react";

const TimeZone = createContext<string | undefined>(undefined);

/** The time zone in which times are shown below; left out, the browser's. */
export function TimeZoneProvider({ timeZone, children }: { timeZone: string | undefined; children: ReactNode }) {
  return <TimeZone value={timeZone || undefined}>{children}</TimeZone>;
}

export const useTimeZone = (): string | undefined => useContext(TimeZone);
