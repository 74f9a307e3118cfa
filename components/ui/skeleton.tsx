import { cn } from "./cn";
import { Table, TBody, Td, THead, Th, Tr } from "./table";

export function Skeleton({ className }: { className?: string | undefined }) {
  return <div aria-hidden className={cn("h-4 animate-pulse rounded-sm bg-hover", className)} />;
}

/** A table before its rows are there. */
export function TableSkeleton({ columns, rows = 6 }: { columns: readonly string[]; rows?: number }) {
  return (
    <Table label="Loading" aria-busy>
      <THead>
        <Tr>
          {columns.map((column) => (
            <Th key={column}>{column}</Th>
          ))}
        </Tr>
      </THead>
      <TBody>
        {Array.from({ length: rows }, (_, row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows are alike
          <Tr key={row}>
            {columns.map((column, index) => (
              <Td key={column}>
                <Skeleton className={index === 0 ? "w-40" : "w-20"} />
              </Td>
            ))}
          </Tr>
        ))}
      </TBody>
    </Table>
  );
}
