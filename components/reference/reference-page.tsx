import { Badge, type BadgeProps } from "@/components/ui/badge";
import { PageHeader } from "@/components/ui/page-header";
import { Table, TBody, Td, THead, Th, Tr } from "@/components/ui/table";
import type { ReferenceField, ReferenceGroup, ReferenceOperation } from "@/lib/http/reference";

const TONES: Record<string, BadgeProps["tone"]> = {
  GET: "running",
  POST: "succeeded",
  PUT: "waiting",
  PATCH: "waiting",
  DELETE: "failed",
};

/** Every operation of the API, by tag, as its contract has it. */
export function ReferencePage({ groups }: { groups: readonly ReferenceGroup[] }) {
  return (
    <div className="mx-auto flex max-w-6xl gap-10 px-6 py-8">
      <nav aria-label="Groups" className="sticky top-8 hidden h-fit w-48 shrink-0 lg:block">
        <ul className="grid gap-1 text-sm">
          {groups.map(({ tag }) => (
            <li key={tag}>
              <a
                href={`#${anchorOf(tag)}`}
                className="block rounded-md px-2 py-1 text-muted hover:bg-hover hover:text-text"
              >
                {tag}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <main className="min-w-0 flex-1">
        <PageHeader
          title="API reference"
          description={
            <>
              Made from the contracts the server itself reads. The same as an{" "}
              <a href="/v1/openapi.json" className="text-accent-text underline underline-offset-2">
                OpenAPI document
              </a>
              . Send a credential as <code className="font-mono text-xs">Authorization: Bearer …</code>; a failure is{" "}
              <code className="font-mono text-xs">{"{ error: { code, message, details, request_id } }"}</code>.
            </>
          }
        />
        {groups.map(({ tag, operations }) => (
          <section key={tag} aria-labelledby={anchorOf(tag)} className="mb-10">
            <h2 id={anchorOf(tag)} className="mb-3 scroll-mt-8 font-semibold text-lg">
              {tag}
            </h2>
            <div className="grid gap-2">
              {operations.map((operation) => (
                <Operation key={operation.id} operation={operation} />
              ))}
            </div>
          </section>
        ))}
      </main>
    </div>
  );
}

function Operation({ operation }: { operation: ReferenceOperation }) {
  const { id, method, path, summary, credentials, parameters, body, bodyTypes, status, answer, answerFields } =
    operation;
  return (
    <details id={id} className="scroll-mt-8 rounded-lg border border-border bg-surface">
      <summary className="flex cursor-pointer flex-wrap items-baseline gap-x-3 gap-y-1 px-4 py-3 hover:bg-hover">
        <Badge tone={TONES[method]} className="w-16 justify-center font-mono">
          {method}
        </Badge>
        <code className="break-all font-mono text-sm">{path}</code>
        <span className="text-muted text-sm">{summary}</span>
      </summary>
      <div className="grid gap-4 border-border border-t px-4 py-4 text-sm">
        <p className="text-muted">
          {credentials.length > 0 ? `Takes: ${credentials.join(", ")}.` : "Open to everyone."}
        </p>
        <Fields title="Parameters" fields={parameters} label={`Parameters of ${id}`} />
        <Fields title={`Body (${bodyTypes.join(" or ")})`} fields={body} label={`Body of ${id}`} />
        <p>
          Answers <code className="font-mono text-xs">{status}</code>: {answer}
        </p>
        <Fields title="Fields of the answer" fields={answerFields} label={`Answer of ${id}`} />
      </div>
    </details>
  );
}

type FieldsProps = { title: string; label: string; fields: readonly ReferenceField[] };

function Fields({ title, label, fields }: FieldsProps) {
  if (fields.length === 0) return null;
  return (
    <div>
      <h3 className="mb-2 font-medium">{title}</h3>
      <Table label={label}>
        <THead>
          <Tr>
            <Th>Field</Th>
            <Th>Type</Th>
            <Th>Notes</Th>
          </Tr>
        </THead>
        <TBody>
          {fields.map(({ name, type, isRequired, notes }) => (
            <Tr key={name}>
              <Td className="font-mono text-xs">{name}</Td>
              <Td className="text-muted text-xs">{type}</Td>
              <Td className="text-muted text-xs">{[isRequired && "required", notes].filter(Boolean).join(", ")}</Td>
            </Tr>
          ))}
        </TBody>
      </Table>
    </div>
  );
}

const anchorOf = (tag: string): string => tag.toLowerCase().replaceAll(" ", "-");
