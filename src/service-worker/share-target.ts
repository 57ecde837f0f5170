// Photos shared from other apps. What a form posts cannot be read by a page, so the service
// worker keeps the photo until the page takes it (`platform/shared-photo.ts`).

/** Where the manifest's `share_target` posts to, below the scope. */
export const SHARE_ACTION = 'share-target';
/** The field of the manifest's `share_target` that carries the files. */
export const SHARE_FIELD = 'photos';
/** Header of the kept photo: how many more files were shared with it. */
export const OTHERS_HEADER = 'X-Others';

/** Named like the app's other caches, so that whoever deletes those deletes this one too. */
export function sharedPhotoCache(scope: string): string {
  return `lentigo-shared-photo-${scope}`;
}

/** The key of the photo in its cache. */
export function sharedPhotoKey(scope: string): string {
  return new URL(`${SHARE_ACTION}/photo`, scope).href;
}

/**
 * Keeps the first picture of a share and leads to the check: `#/check?shared`, or
 * `?shared=none` where no file was shared (a text, say), or `?shared=failed` where it could
 * not be read or kept. What is in the file is left to the decoder to judge.
 */
export async function receiveShare(
  request: Request,
  scope: string,
  caches: CacheStorage,
): Promise<Response> {
  const outcome = await keepPhoto(request, scope, caches);
  const address = outcome === 'kept' ? '#/check?shared' : `#/check?shared=${outcome}`;
  // 303: the page is asked for with GET, and loading it again does not post again.
  return Response.redirect(new URL(address, scope).href, 303);
}

async function keepPhoto(
  request: Request,
  scope: string,
  caches: CacheStorage,
): Promise<'kept' | 'none' | 'failed'> {
  try {
    // An earlier photo that nobody took must not be mistaken for this one.
    await caches.delete(sharedPhotoCache(scope));
    const files = (await request.formData())
      .getAll(SHARE_FIELD)
      .filter((part) => part instanceof File);
    const photo = files.find(({ type }) => type.startsWith('image/')) ?? files[0];
    if (!photo) return 'none';
    const headers = { 'Content-Type': photo.type, [OTHERS_HEADER]: String(files.length - 1) };
    const cache = await caches.open(sharedPhotoCache(scope));
    await cache.put(sharedPhotoKey(scope), new Response(photo, { headers }));
    return 'kept';
  } catch {
    // The form is broken or the disk is full: either way the person shares it again.
    return 'failed';
  }
}
