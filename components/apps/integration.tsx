"use client";

import Link from "next/link";
import { useState } from "react";
import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import { Notice } from "@/components/ui/notice";
import { Switch } from "@/components/ui/switch";
import { Tabs } from "@/components/ui/tabs";
import type { App } from "@/lib/apps/contract";
import type { Json } from "@/lib/core/json";
import { KEY_VARIABLE, snippetsOf } from "./snippets";

export type IntegrationProps = {
  app: App;
  organizationId: string;
  /** A value for each field of the deployed version's Input. */
  sampleInput: Readonly<Record<string, Json>>;
};

/** How programs call the app: address, key, and snippets that run when pasted. */
export function Integration({ app, organizationId, sampleInput }: IntegrationProps) {
  const [isStreamed, setStreamed] = useState(false);
  const isPublic = app.access_control.access_type === "public";
  const snippets = snippetsOf({ url: app.url, isPublic, isStreamed, input: sampleInput });
  return (
    <div className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-6">
      <section className="grid grid-cols-[minmax(0,1fr)] gap-2">
        <h2 className="font-semibold text-base">Address</h2>
        <p className="flex items-center gap-2">
          <code className="break-all rounded-md bg-sunken px-2 py-1 font-mono text-xs">POST {app.url}</code>
          <CopyButton text={app.url} label="Copy the address" />
        </p>
        <p className="text-muted">
          Send <code className="font-mono text-xs">input</code> as JSON, or as a multipart form together with{" "}
          <code className="font-mono text-xs">files</code>.
        </p>
      </section>
      <section className="grid grid-cols-[minmax(0,1fr)] gap-2">
        <h2 className="font-semibold text-base">Key</h2>
        {isPublic ? (
          <Notice>Authorization is disabled: anyone who knows the address may call it.</Notice>
        ) : (
          <p className="text-muted">
            Create an Access Key in{" "}
            <Link className="text-accent-text underline" href={`/settings/${organizationId}/access-keys`}>
              Settings → Access Keys
            </Link>{" "}
            and keep it in the environment:{" "}
            <code className="break-all font-mono text-xs">export {KEY_VARIABLE}=dynamiq_acc_…</code>
          </p>
        )}
      </section>
      <section className="grid grid-cols-[minmax(0,1fr)] gap-3">
        <div className="flex items-center justify-between">
          <h2 className="font-semibold text-base">Call it</h2>
          {/* biome-ignore lint/a11y/noLabelWithoutControl: the switch inside is its control */}
          <label className="flex items-center gap-2 text-sm">
            <Switch checked={isStreamed} onCheckedChange={setStreamed} /> Stream the answer
          </label>
        </div>
        <Tabs
          label="Languages"
          tabs={snippets.map(({ title, code }) => ({
            value: title,
            label: title,
            content: <CodeBlock code={code} label={`the ${title} snippet`} />,
          }))}
        />
      </section>
    </div>
  );
}
