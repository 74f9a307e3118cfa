import { Globe, Lock } from "lucide-react";
import { Badge } from "@/components/ui/badge";

/** Whether calling the app takes an Access Key. */
export function AuthorizationBadge({ accessType }: { accessType: "private" | "public" }) {
  const Icon = accessType === "private" ? Lock : Globe;
  return (
    <Badge tone={accessType === "private" ? "neutral" : "waiting"}>
      <Icon aria-hidden />
      {accessType === "private" ? "Enabled" : "Disabled"}
    </Badge>
  );
}
