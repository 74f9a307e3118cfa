/** Name of the cookie that keeps which project was opened last, so that `/` leads back to it. */
export const LAST_PROJECT_COOKIE = "dynamiq_project";

export function rememberProject(projectId: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the other interface is not in every browser
  document.cookie = `${LAST_PROJECT_COOKIE}=${projectId}; path=/; max-age=31536000; samesite=lax`;
}
