// The service worker: keeps the whole app, the default model included, and serves it with
// the headers that a static host cannot send. From the second load on they bind the workers
// too, which a <meta> policy does on the first visit only (`workers/open-worker.ts`).
import { cacheNames, clientsClaim, setCacheNameDetails } from 'workbox-core';
import {
  cleanupOutdatedCaches,
  PrecacheController,
  PrecacheRoute,
  type PrecacheEntry,
} from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { withSecurityHeaders } from './headers';
import { fileAddress, redirectToPage } from './navigation';
import { dropClosedVersions, keptFile, rememberOlderTabs, type OlderTabsPorts } from './older-tabs';
import { receiveShare, SHARE_ACTION } from './share-target';

declare const self: ServiceWorkerGlobalScope & {
  readonly __WB_MANIFEST: readonly PrecacheEntry[];
};

const { scope } = self.registration;
const shareAction = new URL(SHARE_ACTION, scope).href;
const assets = new URL('assets/', scope).href;

// Project pages of one host share an origin, and so their caches.
setCacheNameDetails({ prefix: 'lentigo' });
const precache = new PrecacheController({
  plugins: [{ handlerWillRespond: async ({ response }) => withSecurityHeaders(response) }],
});
precache.addToCacheList([...self.__WB_MANIFEST]);

const olderTabs: OlderTabsPorts = {
  scope,
  caches: self.caches,
  precache: cacheNames.precache,
  ownKeys: new Set(precache.getURLsToCacheKeys().values()),
  openTabs: async () => {
    const tabs = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
    return tabs.map(({ id }) => id);
  },
  isNewerStored: () => Boolean(self.registration.installing ?? self.registration.waiting),
};

self.addEventListener('install', (event) => void precache.install(event));
// In place of the controller's own `activate`, which takes their files from open tabs.
self.addEventListener('activate', (event) => event.waitUntil(rememberOlderTabs(olderTabs)));
self.addEventListener('fetch', (event) => {
  if (event.request.mode === 'navigate') event.waitUntil(dropClosedVersions(olderTabs));
});
cleanupOutdatedCaches();
// The page of the first visit comes under control without a reload.
clientsClaim();

// Every file is static, so no query changes what is served: `?backend=wasm` works offline.
registerRoute(new PrecacheRoute(precache, { ignoreURLParametersMatching: [/.*/] }));
registerRoute(
  ({ url }) => url.href.startsWith(assets),
  async ({ request }) => {
    const kept = await keptFile(request.url, olderTabs);
    return kept ? withSecurityHeaders(kept) : fetch(request);
  },
);
registerRoute(
  ({ url }) => url.href === shareAction,
  ({ request }) => receiveShare(request, scope, self.caches),
  'POST',
);
registerRoute(
  new NavigationRoute(async ({ url }) => redirectToPage(url, scope), { denylist: [fileAddress] }),
);

self.addEventListener('message', (event) => {
  const message: unknown = event.data;
  if ((message as { type?: unknown } | null)?.type === 'SKIP_WAITING') void self.skipWaiting();
});
