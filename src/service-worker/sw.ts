// The service worker: keeps the whole app, the default model included, and serves it with
// the headers that a static host cannot send. From the second load on they bind the
// inference worker too, which a <meta> policy does not.
import { clientsClaim, setCacheNameDetails } from 'workbox-core';
import {
  addPlugins,
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  precacheAndRoute,
  type PrecacheEntry,
} from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { withSecurityHeaders } from './headers';

declare const self: ServiceWorkerGlobalScope & {
  readonly __WB_MANIFEST: readonly PrecacheEntry[];
};

// Project pages of one host share an origin, and so their caches.
setCacheNameDetails({ prefix: 'lentigo' });
addPlugins([{ handlerWillRespond: async ({ response }) => withSecurityHeaders(response) }]);
// Every file is static, so no query changes what is served: `?backend=wasm` works offline.
precacheAndRoute([...self.__WB_MANIFEST], { ignoreURLParametersMatching: [/.*/] });
registerRoute(new NavigationRoute(createHandlerBoundToURL('index.html')));
cleanupOutdatedCaches();
// The page of the first visit comes under control without a reload.
clientsClaim();

self.addEventListener('message', (event) => {
  const message: unknown = event.data;
  if ((message as { type?: unknown } | null)?.type === 'SKIP_WAITING') void self.skipWaiting();
});
