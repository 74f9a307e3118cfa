import { SearchX } from "lucide-react";
import { Page } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";

export default function DashboardNotFound() {
  return (
    <Page>
      <EmptyState
        isPage
        icon={<SearchX aria-hidden />}
        title="There is nothing here"
        action={<ButtonLink href="/">Go to your project</ButtonLink>}
      >
        It does not exist, was deleted, or you have not been given access to it.
      </EmptyState>
    </Page>
  );
}
