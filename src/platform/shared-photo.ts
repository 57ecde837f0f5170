// The photo that another app shared: the service worker kept it (`share-target.ts` there,
// which names the same cache), the page takes it from here.

export type SharedPhoto =
  | {
      readonly kind: 'photo';
      readonly photo: Blob;
      /** How many more files were shared with it, and are not looked at. */
      readonly others: number;
    }
  | { readonly kind: 'none' }
  /** One was shared, but it could not be kept or read. */
  | { readonly kind: 'failed' };

export interface SharedPhotoPorts {
  /** The fragment of the page's address: the service worker says there how it went. */
  readonly address: string;
  /** The folder of the app, with a slash at its end. */
  readonly scope: string;
  /** Undefined where the page was not served securely. */
  readonly caches: CacheStorage | undefined;
  /** A storage that does not answer must not hold up the page. */
  readonly limitMs: number;
}

/** Takes the shared photo; the next call, in any tab, finds none. */
export async function takeSharedPhoto(ports: Partial<SharedPhotoPorts> = {}): Promise<SharedPhoto> {
  const address = ports.address ?? location.hash;
  const scope = ports.scope ?? new URL('./', document.baseURI).href;
  const caches = 'caches' in ports ? ports.caches : globalThis.caches;
  if (/[?&]shared=failed(&|$)/.test(address)) return { kind: 'failed' };
  if (!caches) return { kind: 'none' };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<SharedPhoto>((resolve) => {
    timer = setTimeout(resolve, ports.limitMs ?? 5_000, { kind: 'failed' });
  });
  try {
    return await Promise.race([take(caches, scope), late]);
  } catch {
    // Whatever the reason, the way on is the same: share it again, or choose it here.
    return { kind: 'failed' };
  } finally {
    clearTimeout(timer);
  }
}

async function take(caches: CacheStorage, scope: string): Promise<SharedPhoto> {
  const cacheName = `lentigo-shared-photo-${scope}`;
  const kept = await caches.match(new URL('share-target/photo', scope).href, { cacheName });
  if (!kept) return { kind: 'none' };
  const photo = await kept.blob();
  // Another tab was faster.
  if (!(await caches.delete(cacheName))) return { kind: 'none' };
  return { kind: 'photo', photo, others: Number(kept.headers.get('X-Others')) };
}
