import { afterEach, describe, expect, it } from 'vitest';
import { receiveShare, SHARE_ACTION, SHARE_FIELD } from '../service-worker/share-target';
import { takeSharedPhoto } from './shared-photo';

// Another folder than the page's, as only tests have it.
const scope = new URL('./shared-photo-test/', location.origin).href;
const ports = { scope, address: '#/check?shared' };

async function share(...files: File[]): Promise<void> {
  const body = new FormData();
  for (const file of files) body.append(SHARE_FIELD, file);
  await receiveShare(new Request(scope + SHARE_ACTION, { method: 'POST', body }), scope, caches);
}

const photo = new File(['photo'], 'photo.jpg', { type: 'image/jpeg' });

afterEach(() => caches.delete(`lentigo-shared-photo-${scope}`));

describe('a shared photo', () => {
  it('comes as the service worker kept it, with its type', async () => {
    await share(photo);
    const taken = await takeSharedPhoto(ports);
    if (taken.kind !== 'photo') throw new Error(taken.kind);
    expect(taken.photo.type).toBe('image/jpeg');
    expect(taken.others).toBe(0);
    await expect(taken.photo.text()).resolves.toBe('photo');
  });

  it('is given out once, also when two tabs ask at the same time', async () => {
    await share(photo);
    const both = await Promise.all([takeSharedPhoto(ports), takeSharedPhoto(ports)]);
    expect(both.map(({ kind }) => kind).sort()).toEqual(['none', 'photo']);
    await expect(takeSharedPhoto(ports)).resolves.toEqual({ kind: 'none' });
    expect(await caches.keys()).not.toContain(`lentigo-shared-photo-${scope}`);
  });

  it('says how many were left out', async () => {
    await share(photo, photo, photo);
    await expect(takeSharedPhoto(ports)).resolves.toMatchObject({ kind: 'photo', others: 2 });
  });

  it('is none where nothing was shared, and where there is no storage', async () => {
    await expect(takeSharedPhoto(ports)).resolves.toEqual({ kind: 'none' });
    await expect(takeSharedPhoto({ ...ports, caches: undefined })).resolves.toEqual({
      kind: 'none',
    });
  });

  it('failed where the service worker says so', async () => {
    await share(photo);
    const address = '#/check?shared=failed';
    await expect(takeSharedPhoto({ ...ports, address })).resolves.toEqual({ kind: 'failed' });
  });

  it('failed where the storage throws', async () => {
    const broken = { match: () => Promise.reject(new Error('gone')) } as unknown as CacheStorage;
    await expect(takeSharedPhoto({ ...ports, caches: broken })).resolves.toEqual({
      kind: 'failed',
    });
  });

  it('failed where the storage never answers', async () => {
    const hung = { match: () => new Promise(() => undefined) } as unknown as CacheStorage;
    await expect(takeSharedPhoto({ ...ports, caches: hung, limitMs: 20 })).resolves.toEqual({
      kind: 'failed',
    });
  });
});
