// Navigations that do not lead to the page itself.

/**
 * Paths, with their query, that name a file (`models/NOTICE.md`): the host's business.
 */
export const fileAddress = /^[^?]*\.[^/?]*(\?|$)/;

/**
 * Leads to the one page there is. Served at a deeper path, it would look for its scripts
 * there and stay blank. The query comes along; the browser itself keeps the fragment.
 */
export function redirectToPage(url: URL, scope: string): Response {
  return Response.redirect(new URL(url.search, scope).href, 302);
}
