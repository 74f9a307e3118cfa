"use client";

import { ArrowLeft } from "lucide-react";
import { useRouter } from "next/navigation";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Sheet } from "@/components/ui/sheet";
import { toast } from "@/components/ui/toast";
import type { Connection, ConnectionType } from "@/lib/connections/contract";
import { EditConnectionForm, NewConnectionForm } from "./connection-form";
import { TypeIcon } from "./type-icon";
import { TypePicker } from "./type-picker";

export type NewConnectionSheetProps = {
  projectId: string;
  types: readonly ConnectionType[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Left out: the list is shown anew, and what is still missing is told. */
  onCreated?: ((connection: Connection) => void) | undefined;
};

export function NewConnectionSheet({ projectId, types, open, onOpenChange, onCreated }: NewConnectionSheetProps) {
  const router = useRouter();
  const formId = useId();
  const [type, setType] = useState<ConnectionType | null>(null);
  const [isDirty, setDirty] = useState(false);
  const [isPending, setPending] = useState(false);

  // Each opening begins anew; what stands in the panel stays until it has closed.
  const [wasOpen, setWasOpen] = useState(open);
  if (open !== wasOpen) {
    setWasOpen(open);
    if (open) {
      setType(null);
      setDirty(false);
    }
  }

  return (
    <Sheet
      open={open}
      onOpenChange={onOpenChange}
      title="Add new connection"
      description={type ? undefined : "What should nodes connect to?"}
      isDirty={isDirty}
      footer={
        type && (
          <Button type="submit" form={formId} variant="primary" isPending={isPending}>
            Add connection
          </Button>
        )
      }
    >
      {type === null ? (
        <TypePicker types={types} onPick={setType} />
      ) : (
        <div className="grid gap-4">
          <div className="flex items-start gap-2.5 rounded-lg border border-border bg-sunken p-3">
            <TypeIcon icon={type.icon} group={type.group} />
            <div className="min-w-0 flex-1">
              <p className="font-medium">{type.title}</p>
              <p className="text-muted text-xs">{type.help}</p>
            </div>
            <Button
              size="sm"
              variant="ghost"
              onClick={() => {
                setType(null);
                setDirty(false);
              }}
            >
              <ArrowLeft aria-hidden />
              Other type
            </Button>
          </div>
          <NewConnectionForm
            formId={formId}
            projectId={projectId}
            type={type}
            onDirty={() => setDirty(true)}
            onPending={setPending}
            onSaved={(connection) => {
              onOpenChange(false);
              toast.success(`${connection.name} was added`, {
                ...(connection.status === "incomplete" && {
                  description: Object.values(connection.warnings)[0],
                }),
              });
              onCreated?.(connection);
              router.refresh();
            }}
          />
        </div>
      )}
    </Sheet>
  );
}

export type EditConnectionSheetProps = {
  connection: Connection;
  type: ConnectionType;
  disabledReason?: string | undefined;
  onClose: () => void;
};

export function EditConnectionSheet({ connection, type, disabledReason, onClose }: EditConnectionSheetProps) {
  const router = useRouter();
  const formId = useId();
  const [isDirty, setDirty] = useState(false);
  const [isPending, setPending] = useState(false);
  return (
    <Sheet
      open
      onOpenChange={onClose}
      title={connection.name}
      description={type.title}
      isDirty={isDirty}
      footer={
        <Button type="submit" form={formId} variant="primary" isPending={isPending} disabledReason={disabledReason}>
          Update
        </Button>
      }
    >
      <EditConnectionForm
        formId={formId}
        connection={connection}
        type={type}
        disabledReason={disabledReason}
        onDirty={() => setDirty(true)}
        onPending={setPending}
        onSaved={({ name }) => {
          onClose();
          toast.success(`${name} was updated`);
          router.refresh();
        }}
      />
    </Sheet>
  );
}
