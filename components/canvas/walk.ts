import type { WorkflowDocument } from "@/lib/workflows/contract";
import { INPUT_TYPE, nodeById, waitsOf } from "./document";
import { sizedBoxes } from "./size-of";

export type Direction = "left" | "right" | "up" | "down";

/**
 * The node one comes to from `id`: along an edge to the left and right, to the nearest above or below.
 * From nowhere one comes to Input. Null where there is nothing that way.
 */
export function neighbourOf(document: WorkflowDocument, id: string | null, direction: Direction): string | null {
  const { flow, flow_ui } = document;
  const node = id === null ? undefined : nodeById(document, id);
  if (!node) return (flow.nodes.find(({ type }) => type === INPUT_TYPE) ?? flow.nodes[0])?.id ?? null;
  const places = new Map(flow_ui.nodes.map((each) => [each.id, each.position]));
  const here = places.get(node.id) ?? { x: 0, y: 0 };
  const nearest = (ids: readonly string[]): string | null => {
    const by = (each: string): number => {
      const at = places.get(each) ?? { x: 0, y: 0 };
      return Math.hypot(at.x - here.x, at.y - here.y);
    };
    return ids.toSorted((a, b) => by(a) - by(b))[0] ?? null;
  };
  if (direction === "left") return nearest(waitsOf(node).map((wait) => wait.node)) ?? beside(document, node.id, "left");
  if (direction === "right") {
    const followers = flow.nodes.filter((each) => waitsOf(each).some((wait) => wait.node === node.id));
    return nearest(followers.map((each) => each.id)) ?? beside(document, node.id, "right");
  }
  return beside(document, node.id, direction);
}

/** The nearest node that stands that way, counting what is off to the side twice. */
function beside(document: WorkflowDocument, id: string, direction: Direction): string | null {
  const boxes = sizedBoxes(document);
  const here = boxes.find((box) => box.id === id);
  if (!here) return null;
  const sign = direction === "left" || direction === "up" ? -1 : 1;
  const isAcross = direction === "left" || direction === "right";
  let best: { id: string; distance: number } | null = null;
  for (const box of boxes) {
    const along = sign * (isAcross ? box.x - here.x : box.y - here.y);
    const off = Math.abs(isAcross ? box.y - here.y : box.x - here.x);
    if (box.id === id || along <= 0) continue;
    const distance = along + 2 * off;
    if (!best || distance < best.distance) best = { id: box.id, distance };
  }
  return best?.id ?? null;
}
