"use client";

import { KeyRound, Plus, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { ConfirmSubmit } from "@/components/form/confirm-submit";
import { ExpiryField } from "@/components/form/expiry-field";
import { Field } from "@/components/form/field";
import { FormFailure } from "@/components/form/form-failure";
import { KeyDialog } from "@/components/form/key-dialog";
import { useSubmit } from "@/components/form/use-submit";
import { Button, IconButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Expiry } from "@/components/ui/expiry";
import { Input } from "@/components/ui/input";
import { Pagination } from "@/components/ui/pagination";
import { RelativeTime } from "@/components/ui/relative-time";
import { ActionsTh, Table, TBody, Td, THead, Th, Tr } from "@/components/ui/table";
import { useOpenedByUrl } from "@/components/ui/use-opened-by-url";
import type { Page } from "@/lib/core/page";
import { createPersonalAccessToken, deletePersonalAccessToken, type PersonalAccessToken } from "@/lib/tokens/contract";

export function TokenList({ tokens: { items, pagination } }: { tokens: Page<PersonalAccessToken> }) {
  const router = useRouter();
  const [isNew, setNew] = useOpenedByUrl("new");
  const [revoked, setRevoked] = useState<PersonalAccessToken | null>(null);
  const create = (
    <Button variant="primary" onClick={() => setNew("1")}>
      <Plus aria-hidden />
      New token
    </Button>
  );
  return (
    <>
      {items.length === 0 && pagination.total_count === 0 ? (
        <EmptyState icon={<KeyRound aria-hidden />} title="No tokens yet" action={create}>
          A personal access token lets the CLI and your scripts use the management API as you.
        </EmptyState>
      ) : (
        <>
          <div className="mb-3 flex items-center justify-between gap-4">
            <p className="text-muted">They act as you in the management API. To call apps, use an Access Key.</p>
            {create}
          </div>
          <Table label="Personal access tokens">
            <THead>
              <Tr>
                <Th>Name</Th>
                <Th>Token</Th>
                <Th>Created</Th>
                <Th>Last used</Th>
                <Th>Expires</Th>
                <ActionsTh />
              </Tr>
            </THead>
            <TBody>
              {items.map((token) => (
                <Tr key={token.id}>
                  <Td className="font-medium">{token.name}</Td>
                  <Td className="whitespace-nowrap font-mono text-muted text-xs">{token.preview}</Td>
                  <Td className="whitespace-nowrap text-muted">
                    <RelativeTime time={token.created_at} />
                  </Td>
                  <Td className="whitespace-nowrap text-muted">
                    <RelativeTime time={token.last_used_at} fallback="Never" />
                  </Td>
                  <Td className="whitespace-nowrap">
                    <Expiry time={token.expires_at} />
                  </Td>
                  <Td className="w-12 text-right">
                    <IconButton label={`Revoke ${token.name}`} className="size-7" onClick={() => setRevoked(token)}>
                      <Trash2 aria-hidden />
                    </IconButton>
                  </Td>
                </Tr>
              ))}
            </TBody>
          </Table>
          <Pagination pagination={pagination} what="tokens" />
        </>
      )}
      <KeyDialog
        open={isNew !== null}
        onClose={() => setNew(null)}
        what="personal access token"
        title="New personal access token"
        description="It may do all that you may. Keep it like a password."
      >
        {({ onMade, onDirty }) => <TokenForm onMade={onMade} onDirty={onDirty} />}
      </KeyDialog>
      {revoked && (
        <ConfirmSubmit
          open
          onOpenChange={() => setRevoked(null)}
          contract={deletePersonalAccessToken}
          params={{ token_id: revoked.id }}
          title={`Revoke ${revoked.name}?`}
          confirmLabel="Revoke"
          onDone={() => router.refresh()}
        >
          Every script that uses it is refused from now on.
        </ConfirmSubmit>
      )}
    </>
  );
}

function TokenForm({ onMade, onDirty }: { onMade: (secret: string) => void; onDirty: () => void }) {
  const router = useRouter();
  const [expiresAt, setExpiresAt] = useState<string | null>(null);
  const { submit, isPending, failure } = useSubmit(createPersonalAccessToken, ({ token }) => {
    onMade(token);
    router.refresh();
  });

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    void submit({ name: new FormData(event.currentTarget).get("name"), expires_at: expiresAt });
  }

  return (
    <form noValidate onSubmit={onSubmit} onChange={onDirty} className="grid gap-4">
      <Field label="Name" error={failure?.fields.name} hint="Where it is used.">
        {(control) => <Input {...control} name="name" autoComplete="off" placeholder="laptop" autoFocus />}
      </Field>
      <ExpiryField onChange={setExpiresAt} error={failure?.fields.expires_at} />
      <FormFailure failure={failure} />
      <div className="flex justify-end">
        <Button type="submit" variant="primary" isPending={isPending}>
          Create token
        </Button>
      </div>
    </form>
  );
}
