import "server-only";

/** A file to keep: never shown in the browser, whatever its name or type claims. */
export function download({ name, mediaType, text }: { name: string; mediaType: string; text: string }): Response {
  const plain = name.replace(/[^\w.-]+/g, "_");
  return new Response(text, {
    headers: {
      "content-type": `${mediaType}; charset=utf-8`,
      "content-disposition": `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`,
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    },
  });
}
