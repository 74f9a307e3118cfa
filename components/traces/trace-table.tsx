import Link from "next/link";
import { formatDuration, formatMoney, formatTokens } from "@/components/ui/format";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";
import { linkRowClass, rowLinkClass, Table, TBody, Td, THead, Th, Tr } from "@/components/ui/table";
import type { Json } from "@/lib/core/json";
import type { TraceSummary } from "@/lib/traces/contract";

export type TraceTableProps = {
  traces: readonly TraceSummary[];
  /** Each trace's page is below it, by its id. */
  base: string;
};

/** Traces, newest first, each a link to its tree. */
export function TraceTable({ traces, base }: TraceTableProps) {
  return (
    <Table label="Traces">
      <THead>
        <Tr>
          <Th>STARTED</Th>
          <Th>STATUS</Th>
          <Th>INPUT</Th>
          <Th>OUTPUT</Th>
          <Th className="text-right">DURATION</Th>
          <Th className="text-right">TOKENS</Th>
          <Th className="text-right">COST</Th>
        </Tr>
      </THead>
      <TBody>
        {traces.map((trace) => (
          <Tr key={trace.id} className={linkRowClass}>
            <Td className="whitespace-nowrap">
              <Link href={`${base}/${trace.id}`} className={rowLinkClass}>
                <RelativeTime time={trace.started_at} />
              </Link>
            </Td>
            <Td>
              <StatusBadge status={trace.status} />
            </Td>
            <Td className="max-w-64 truncate text-muted">{preview(trace.input)}</Td>
            <Td className="max-w-64 truncate text-muted">{preview(trace.output)}</Td>
            <Td className="tabular text-right">
              {trace.duration_ms === null ? "–" : formatDuration(trace.duration_ms)}
            </Td>
            <Td className="tabular text-right">{formatTokens(trace.usage.total_tokens)}</Td>
            <Td className="tabular text-right">
              {trace.usage.total_cost === null ? "–" : formatMoney(trace.usage.total_cost)}
            </Td>
          </Tr>
        ))}
      </TBody>
    </Table>
  );
}

const PREVIEW_MAX = 160;

/** The gist of a value in one line: the one text it holds, or its JSON. */
export function preview(value: Json): string {
  const inner = value !== null && typeof value === "object" ? soleText(Object.values(value)) : null;
  const text = typeof value === "string" ? value : (inner ?? (value === null ? "–" : JSON.stringify(value)));
  return text.replace(/\s+/g, " ").slice(0, PREVIEW_MAX);
}

function soleText(values: readonly Json[]): string | null {
  const texts = values.filter((value): value is string => typeof value === "string" && value !== "");
  return texts.length === 1 ? (texts[0] ?? null) : null;
}
