"use client";

import { KeyRound, Plus, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ConfirmSubmit } from "@/components/form/confirm-submit";
import { Button, IconButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Expiry } from "@/components/ui/expiry";
import { Pagination } from "@/components/ui/pagination";
import { RelativeTime } from "@/components/ui/relative-time";
import { ActionsTh, Table, TBody, Td, THead, Th, Tr } from "@/components/ui/table";
import { useOpenedByUrl } from "@/components/ui/use-opened-by-url";
import { type AccessKey, deleteAccessKey } from "@/lib/access-keys/contract";
import type { Page } from "@/lib/core/page";
import type { Project } from "@/lib/projects/contract";
import { AccessKeyDialog } from "./access-key-dialog";

export type AccessKeyListProps = { orgId: string; keys: Page<AccessKey>; projects: readonly Project[] };

export function AccessKeyList({ orgId, keys: { items, pagination }, projects }: AccessKeyListProps) {
  const router = useRouter();
  const [isNew, setNew] = useOpenedByUrl("new");
  const [revoked, setRevoked] = useState<AccessKey | null>(null);
  const create = (
    <Button variant="primary" onClick={() => setNew("1")}>
      <Plus aria-hidden />
      New Access Key
    </Button>
  );
  return (
    <>
      {items.length === 0 && pagination.total_count === 0 ? (
        <EmptyState icon={<KeyRound aria-hidden />} title="No Access Keys yet" action={create}>
          Programs call apps with an Access Key. It acts for the organization, never for a person.
        </EmptyState>
      ) : (
        <>
          <div className="mb-3 flex items-center justify-between gap-4">
            <p className="text-muted">
              Programs call apps with these. Everyone in the organization sees and manages them.
            </p>
            {create}
          </div>
          <Table label="Access Keys">
            <THead>
              <Tr>
                <Th>Name</Th>
                <Th>Key</Th>
                <Th>Reaches</Th>
                <Th>Created by</Th>
                <Th>Created</Th>
                <Th>Last used</Th>
                <Th>Expires</Th>
                <ActionsTh />
              </Tr>
            </THead>
            <TBody>
              {items.map((key) => (
                <Tr key={key.id}>
                  <Td className="font-medium">{key.name}</Td>
                  <Td className="whitespace-nowrap font-mono text-muted text-xs">{key.preview}</Td>
                  <Td className="whitespace-nowrap">
                    {key.project_id === null
                      ? "All projects"
                      : (projects.find(({ id }) => id === key.project_id)?.name ?? "A project you cannot open")}
                  </Td>
                  <Td className="whitespace-nowrap text-muted">
                    {key.created_by?.name || key.created_by?.email || "–"}
                  </Td>
                  <Td className="whitespace-nowrap text-muted">
                    <RelativeTime time={key.created_at} />
                  </Td>
                  <Td className="whitespace-nowrap text-muted">
                    <RelativeTime time={key.last_used_at} fallback="Never" />
                  </Td>
                  <Td className="whitespace-nowrap">
                    <Expiry time={key.expires_at} />
                  </Td>
                  <Td className="w-12 text-right">
                    <IconButton label={`Revoke ${key.name}`} className="size-7" onClick={() => setRevoked(key)}>
                      <Trash2 aria-hidden />
                    </IconButton>
                  </Td>
                </Tr>
              ))}
            </TBody>
          </Table>
          <Pagination pagination={pagination} what="keys" />
        </>
      )}
      <AccessKeyDialog orgId={orgId} projects={projects} open={isNew !== null} onClose={() => setNew(null)} />
      {revoked && (
        <ConfirmSubmit
          open
          onOpenChange={() => setRevoked(null)}
          contract={deleteAccessKey}
          params={{ org_id: orgId, key_id: revoked.id }}
          title={`Revoke ${revoked.name}?`}
          confirmLabel="Revoke"
          onDone={() => router.refresh()}
        >
          Every program that uses it is refused from now on.{" "}
          {revoked.last_used_at && (
            <>
              It was last used <RelativeTime time={revoked.last_used_at} />.
            </>
          )}
        </ConfirmSubmit>
      )}
    </>
  );
}
