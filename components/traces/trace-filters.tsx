"use client";

import { X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { SearchInput } from "@/components/ui/search-input";
import { Select } from "@/components/ui/select";
import { UrlFilter } from "@/components/ui/url-filter";
import { useUrlState } from "@/components/ui/use-url-state";

const STATUSES = [
  { value: "", label: "Any status" },
  { value: "running", label: "Running" },
  { value: "succeeded", label: "Succeeded" },
  { value: "failed", label: "Failed" },
  { value: "canceled", label: "Canceled" },
];

const HOUR_MS = 3_600_000;
const PERIODS = [
  { value: "", label: "Any time" },
  { value: "1", label: "Last hour" },
  { value: "24", label: "Last 24 hours" },
  { value: "168", label: "Last 7 days" },
  { value: "720", label: "Last 30 days" },
];

const SLOW = [
  { value: "", label: "Any duration" },
  { value: "1000", label: "Over 1 s" },
  { value: "10000", label: "Over 10 s" },
  { value: "60000", label: "Over 1 min" },
];

/** Narrows a list of traces; every choice lives in the URL. */
export function TraceFilters() {
  const url = useUrlState();
  const session = url.get("session_id");
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      <SearchInput label="Search traces" />
      <UrlFilter label="Status" name="status" options={STATUSES} />
      <Select
        aria-label="Time"
        className="w-40"
        options={PERIODS}
        value={url.get("period")}
        onValueChange={(hours) =>
          url.set({
            period: hours,
            "started_at:gte": hours && new Date(Date.now() - Number(hours) * HOUR_MS).toISOString(),
            page: null,
          })
        }
      />
      <UrlFilter label="Duration" name="duration_ms:gte" options={SLOW} />
      {session && (
        <Button size="sm" onClick={() => url.set({ session_id: null, page: null })}>
          Session {session.slice(0, 12)} <X aria-hidden />
          <span className="sr-only">: show all sessions</span>
        </Button>
      )}
    </div>
  );
}
