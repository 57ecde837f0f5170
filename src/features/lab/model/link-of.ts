// The configuration in the address of a page.

/** What `?config=` holds, unread; null where there is none. */
export function linkOf(querystring: string | undefined): string | null {
  return new URLSearchParams(querystring ?? '').get('config');
}
