"use client";

import { useEffect, useState } from "react";
import type { Problem } from "@/lib/engine/flow";
import type { FlowDocument } from "@/lib/workflows/contract";
import { faultsOf } from "./faults";

const PAUSE_MS = 180;

type Known = readonly { readonly id: string; readonly type: string }[];

/** What is wrong with the graph, found anew once typing pauses. `isFresh` is false while that is still to come. */
export function useFaults(
  flow: FlowDocument,
  connections: Known,
): { readonly problems: readonly Problem[]; readonly isFresh: boolean } {
  const [found, setFound] = useState(() => ({ flow, connections, problems: faultsOf(flow, connections) }));
  const isFresh = found.flow === flow && found.connections === connections;

  useEffect(() => {
    if (isFresh) return;
    const timer = setTimeout(() => setFound({ flow, connections, problems: faultsOf(flow, connections) }), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [flow, connections, isFresh]);

  return { problems: found.problems, isFresh };
}
