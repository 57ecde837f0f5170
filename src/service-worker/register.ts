// Registers the service worker and tells the page about updates. It never reloads by
// itself: a reload in the middle of a check would lose the photo.
import { Workbox } from 'workbox-window';

const HOUR_MS = 3_600_000;

/** What the page wants to hear. */
export interface ServiceWorkerEvents {
  /** A new version is there; `apply` switches to it and reloads this tab. */
  readonly onUpdate: (apply: () => void) => void;
  /** Everything is stored: from now on the app starts without a network. */
  readonly onOfflineReady: () => void;
}

/** What became of the registration. */
export type RegistrationOutcome =
  | { readonly kind: 'registered' }
  /** The development server has no service worker. */
  | { readonly kind: 'not-built' }
  /** The browser has none, or forbids it here (plain http, some private windows). */
  | { readonly kind: 'unsupported' }
  | { readonly kind: 'failed'; readonly reason: string };

/** Registers `sw.js` beside the page; call once, at start. */
export async function registerServiceWorker(
  events: ServiceWorkerEvents,
): Promise<RegistrationOutcome> {
  if (!import.meta.env.PROD) return { kind: 'not-built' };
  if (!('serviceWorker' in navigator)) return { kind: 'unsupported' };
  const workbox = new Workbox(new URL('sw.js', document.baseURI).href);
  listen(workbox, events);
  try {
    await workbox.register();
  } catch (error) {
    return { kind: 'failed', reason: (error as Error).message };
  }
  checkForUpdates(workbox);
  return { kind: 'registered' };
}

function listen(workbox: Workbox, { onUpdate, onOfflineReady }: ServiceWorkerEvents): void {
  let applying = false;
  let isControlled = navigator.serviceWorker.controller !== null;
  workbox.addEventListener('activated', (event) => {
    if (!event.isUpdate && !event.isExternal) onOfflineReady();
  });
  workbox.addEventListener('waiting', () => {
    onUpdate(() => {
      applying = true;
      workbox.messageSkipWaiting();
    });
  });
  workbox.addEventListener('controlling', () => {
    if (applying) location.reload();
    // Another tab switched. What this one still loads is kept for it (`older-tabs.ts`), so
    // it may go on; the new version is offered here too. Workbox's own `isUpdate` stays
    // false for good in a tab that began without a service worker.
    else if (isControlled) onUpdate(() => location.reload());
    isControlled = true;
  });
}

function checkForUpdates(workbox: Workbox): void {
  const check = () => {
    // Without a network there is nothing to find; that is no failure.
    workbox.update().catch(() => undefined);
  };
  setInterval(check, HOUR_MS);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') check();
  });
}
