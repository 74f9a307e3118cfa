/** Puts text on the clipboard; false where the browser refuses. Works without https too, where there is no clipboard API. */
export async function copyText(text: string): Promise<boolean> {
  try {
    if (!navigator.clipboard) return copyBySelection(text);
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text: string): boolean {
  const area = document.createElement("textarea");
  area.value = text;
  area.style.position = "fixed";
  area.style.opacity = "0";
  const focused = document.activeElement;
  // Inside an open dialog, focus may not leave it.
  (focused?.closest("[role=dialog], [role=alertdialog]") ?? document.body).append(area);
  area.select();
  const isDone = document.execCommand?.("copy") ?? false;
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return isDone;
}
