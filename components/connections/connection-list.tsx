"use client";

import { Cable, FlaskConical, Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ConfirmSubmit } from "@/components/form/confirm-submit";
import { useSubmit } from "@/components/form/use-submit";
import { whyNotEdit } from "@/components/projects/why-not";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { MenuItem, MenuSeparator } from "@/components/ui/dropdown-menu";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { RelativeTime } from "@/components/ui/relative-time";
import { RowMenu } from "@/components/ui/row-menu";
import { SearchInput } from "@/components/ui/search-input";
import { SortTh } from "@/components/ui/sort-th";
import { type Status, StatusBadge } from "@/components/ui/status-badge";
import {
  ActionsTh,
  aboveRowLinkClass,
  linkRowClass,
  rowLinkClass,
  Table,
  TBody,
  Td,
  THead,
  Th,
  Tr,
} from "@/components/ui/table";
import { toast } from "@/components/ui/toast";
import { UrlFilter } from "@/components/ui/url-filter";
import { useOpenedByUrl } from "@/components/ui/use-opened-by-url";
import {
  type Connection,
  type ConnectionType,
  createSampleConnection,
  deleteConnection,
} from "@/lib/connections/contract";
import type { Page } from "@/lib/core/page";
import type { Project } from "@/lib/projects/contract";
import { EditConnectionSheet, NewConnectionSheet } from "./connection-sheet";
import { SAMPLE_LABEL, SampleBadge } from "./sample-badge";
import { TypeIcon } from "./type-icon";

const STATUS: Record<Connection["status"], { status: Status; label: string }> = {
  active: { status: "succeeded", label: "Active" },
  incomplete: { status: "waiting", label: "Incomplete" },
  expired: { status: "failed", label: "Expired" },
};

export type ConnectionListProps = {
  project: Project;
  connections: Page<Connection>;
  types: readonly ConnectionType[];
  /** The one that a link opens, which need not be on this page of the list. */
  opened: Connection | null;
  /** Something narrows the list. */
  isFiltered: boolean;
  offersSample: boolean;
};

export function ConnectionList(props: ConnectionListProps) {
  const { project, types, isFiltered, offersSample } = props;
  const { items, pagination } = props.connections;
  const router = useRouter();
  const [isNew, setNew] = useOpenedByUrl("new");
  const [openedId, setOpened] = useOpenedByUrl("connection");
  const opened = [...items, ...(props.opened ? [props.opened] : [])].find(({ id }) => id === openedId);
  const [deleted, setDeleted] = useState<Connection | null>(null);
  const sample = useSubmit(createSampleConnection, () => {
    toast.success("The sample model was added");
    router.refresh();
  });
  const reason = whyNotEdit(project);
  const openedType = opened && types.find(({ type }) => type === opened.type);
  const add = (
    <Button variant="primary" disabledReason={reason} onClick={() => setNew("1")}>
      <Plus aria-hidden />
      Add new connection
    </Button>
  );
  const addSample = offersSample && (
    <Button
      isPending={sample.isPending}
      disabledReason={reason}
      onClick={() => void sample.submit({ project_id: project.id })}
    >
      <FlaskConical aria-hidden />
      Use the sample model (no AI)
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Connections"
        description="How nodes reach models, databases and other services. Secrets are sealed and never shown again."
        action={add}
      />
      {items.length === 0 && !isFiltered ? (
        <EmptyState
          icon={<Cable aria-hidden />}
          title="No connections yet"
          action={
            <>
              {add}
              {addSample}
            </>
          }
        >
          A connection holds the address and key of a service, so that agents can use it without showing the key.
        </EmptyState>
      ) : (
        <>
          <div className="mb-3 flex flex-wrap items-center gap-2">
            <SearchInput label="Search connections" />
            <UrlFilter
              label="Type"
              name="type"
              options={[
                { value: "", label: "All types" },
                ...types.map(({ type, title }) => ({ value: type, label: title })),
              ]}
            />
          </div>
          {items.length === 0 ? (
            <EmptyState title="No connection fits">Search for something else, or choose another type.</EmptyState>
          ) : (
            <Table label="Connections">
              <THead>
                <Tr>
                  <SortTh by="name" fallback="name">
                    Name
                  </SortTh>
                  <SortTh by="type" fallback="name">
                    Type
                  </SortTh>
                  <Th>Status</Th>
                  <Th>Created by</Th>
                  <SortTh by="updated_at" fallback="name">
                    Last edited
                  </SortTh>
                  <ActionsTh />
                </Tr>
              </THead>
              <TBody>
                {items.map((connection) => {
                  const type = types.find((one) => one.type === connection.type);
                  return (
                    <Tr key={connection.id} className={linkRowClass}>
                      <Td>
                        <span className="flex items-center gap-2.5">
                          <TypeIcon icon={type?.icon} group={type?.group} />
                          <button
                            type="button"
                            onClick={() => setOpened(connection.id)}
                            className={cn(rowLinkClass, "whitespace-nowrap")}
                          >
                            {connection.name}
                          </button>
                          {connection.is_sample && !connection.name.includes(SAMPLE_LABEL) && <SampleBadge />}
                        </span>
                      </Td>
                      <Td className="whitespace-nowrap text-muted">{type?.title ?? connection.type}</Td>
                      <Td>
                        <StatusBadge {...STATUS[connection.status]} />
                      </Td>
                      <Td className="whitespace-nowrap text-muted">
                        {connection.created_by?.name || connection.created_by?.email || "–"}
                      </Td>
                      <Td className="whitespace-nowrap text-muted">
                        <RelativeTime time={connection.updated_at} className={aboveRowLinkClass} />
                      </Td>
                      <Td className="w-12 text-right">
                        <RowMenu label={`Actions for ${connection.name}`} className={aboveRowLinkClass}>
                          <MenuItem onSelect={() => setOpened(connection.id)}>{reason ? "View" : "Edit"}</MenuItem>
                          <MenuSeparator />
                          <MenuItem tone="danger" disabledReason={reason} onSelect={() => setDeleted(connection)}>
                            Delete
                          </MenuItem>
                        </RowMenu>
                      </Td>
                    </Tr>
                  );
                })}
              </TBody>
            </Table>
          )}
          <Pagination pagination={pagination} what="connections" />
        </>
      )}
      <NewConnectionSheet
        projectId={project.id}
        types={types}
        open={isNew !== null && reason === undefined}
        onOpenChange={(next) => setNew(next ? "1" : null)}
      />
      {opened && openedType && (
        <EditConnectionSheet
          key={opened.id}
          connection={opened}
          type={openedType}
          disabledReason={reason}
          onClose={() => setOpened(null)}
        />
      )}
      {deleted && (
        <ConfirmSubmit
          open
          onOpenChange={() => setDeleted(null)}
          contract={deleteConnection}
          params={{ connection_id: deleted.id }}
          title={`Delete ${deleted.name}?`}
          confirmLabel="Delete connection"
          onDone={() => {
            toast.success(`${deleted.name} was deleted`);
            router.refresh();
          }}
        >
          Its secrets are gone for good. It is only deleted where no agent uses it.
        </ConfirmSubmit>
      )}
    </>
  );
}
