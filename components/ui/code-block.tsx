import { cn } from "./cn";
import { CopyButton } from "./copy-button";
import { ScrollRegion } from "./scroll-region";

export type CodeBlockProps = {
  code: string;
  /** What the code is, for ears: "curl". */
  label: string;
  className?: string | undefined;
  /** Long lines are broken instead of scrolled. */
  wrap?: boolean | undefined;
};

export function CodeBlock({ code, label, className, wrap = false }: CodeBlockProps) {
  return (
    <div className={cn("group relative rounded-lg border border-border bg-sunken", className)}>
      <ScrollRegion label={label} className="overflow-x-auto rounded-lg">
        <pre className={cn("p-3 pr-10 font-mono text-xs leading-5", wrap && "whitespace-pre-wrap break-words")}>
          <code>{code}</code>
        </pre>
      </ScrollRegion>
      <CopyButton text={code} label={`Copy ${label}`} className="absolute top-2 right-2 bg-sunken" />
    </div>
  );
}
