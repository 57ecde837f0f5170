// Waits for the service worker of a first visit.

/** The part of `navigator.serviceWorker` used here. */
export interface ControlPort {
  readonly controller: unknown;
  getRegistration(): Promise<{ readonly active: { readonly state: string } | null } | undefined>;
  addEventListener(
    type: 'controllerchange',
    listener: () => void,
    options: { once: true; signal: AbortSignal },
  ): void;
}

/**
 * Resolves with whether a service worker controls the page, after `limitMs` at the
 * latest. Not worth a longer wait: the inference worker closes its network by itself too.
 */
export async function untilControlled(
  container: ControlPort | undefined,
  limitMs = 5_000,
): Promise<boolean> {
  if (!container) return false;
  if (container.controller) return true;
  const stop = new AbortController();
  try {
    return await Promise.race([
      // Listens first: control may come while the registration is looked up.
      new Promise<true>((resolve) => {
        container.addEventListener('controllerchange', () => resolve(true), {
          once: true,
          signal: stop.signal,
        });
      }),
      new Promise<false>((resolve) => {
        const timer = setTimeout(() => resolve(false), limitMs);
        stop.signal.addEventListener('abort', () => clearTimeout(timer));
      }),
      unlessPassedOver(container),
    ]);
  } finally {
    stop.abort();
  }
}

// After a forced reload an active service worker leaves the page alone for good, and
// waiting would be in vain. Otherwise it never settles.
async function unlessPassedOver(container: ControlPort): Promise<boolean> {
  const registration = await container.getRegistration().catch(() => undefined);
  if (registration?.active?.state === 'activated') return Boolean(container.controller);
  return new Promise(() => undefined);
}
