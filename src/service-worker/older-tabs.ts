// Tabs that were open when another tab took an update. They still load the files of the
// version they began with (pages opened for the first time, a new inference worker), so
// those files are kept until the last such tab is closed. Workbox alone deletes them at
// once: https://github.com/GoogleChrome/workbox/issues/3126
// The model has no hash in its name: an older tab that has not loaded it yet gets the new
// one, whose card it shows and whose files it checks, or says in words that it cannot.

/** What is needed of the service worker's world. */
export interface OlderTabsPorts {
  readonly scope: string;
  readonly caches: CacheStorage;
  /** Name of the precache. */
  readonly precache: string;
  /** Keys in the precache that belong to this version. */
  readonly ownKeys: ReadonlySet<string>;
  /** Ids of the tabs that are open. */
  openTabs(): Promise<readonly string[]>;
  /** Whether a newer version is being stored, or waits: its files are in the precache too. */
  isNewerStored(): boolean;
}

/** Named like the app's other caches, so that whoever deletes those deletes this one too. */
export function olderTabsCache(scope: string): string {
  return `lentigo-older-tabs-${scope}`;
}

/** Remembers which tabs began with an older version; for the `activate` event. */
export async function rememberOlderTabs(ports: OlderTabsPorts): Promise<void> {
  const cache = await ports.caches.open(olderTabsCache(ports.scope));
  await cache.put(ports.scope, Response.json(await ports.openTabs()));
  await dropClosedVersions(ports);
}

/** Deletes the files of older versions once no tab that began with one is open. */
export async function dropClosedVersions(ports: OlderTabsPorts): Promise<void> {
  const { scope, caches } = ports;
  const record = await caches.match(scope, { cacheName: olderTabsCache(scope) });
  if (!record) return;
  const older = (await record.json()) as readonly string[];
  const open = await ports.openTabs();
  if (older.some((tab) => open.includes(tab))) return;
  const precache = await caches.open(ports.precache);
  const outgrown = (await precache.keys()).filter(({ url }) => !ports.ownKeys.has(url));
  // Asked after listing: what a newer version stores from here on is not in the list.
  if (ports.isNewerStored()) return;
  await Promise.all(outgrown.map((key) => precache.delete(key)));
  await caches.delete(olderTabsCache(scope));
}

/**
 * A file of `assets/` that is kept for older tabs. The names there carry a hash of the
 * content, so what is found under one is what was meant.
 */
export async function keptFile(
  url: string,
  { caches, precache }: Pick<OlderTabsPorts, 'caches' | 'precache'>,
): Promise<Response | undefined> {
  return caches.match(url, { cacheName: precache });
}
