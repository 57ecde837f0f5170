import { describe, expect, it } from 'vitest';
import {
  OTHERS_HEADER,
  receiveShare,
  SHARE_ACTION,
  SHARE_FIELD,
  sharedPhotoCache,
  sharedPhotoKey,
} from './share-target';
import { memoryCaches } from './testing';

const scope = 'https://host.example/repo/';
const photo = new File(['photo'], 'photo.jpg', { type: 'image/jpeg' });
const second = new File(['second'], 'second.png', { type: 'image/png' });
const note = new File(['note'], 'note.txt', { type: 'text/plain' });
const unnamed = new File(['odd'], 'photo.heic');

function sharing(...parts: (File | string)[]): Request {
  const body = new FormData();
  for (const part of parts) body.append(SHARE_FIELD, part);
  return new Request(new URL(SHARE_ACTION, scope), { method: 'POST', body });
}

function kept(caches: CacheStorage): Promise<Response | undefined> {
  return caches.match(sharedPhotoKey(scope), { cacheName: sharedPhotoCache(scope) });
}

describe('a share', () => {
  const cases: [string, (File | string)[], string, string | null][] = [
    ['of a photo is kept', [photo], '', 'photo'],
    ['of several photos keeps the first', [photo, second], '', 'photo'],
    ['keeps the picture among other files', [note, second], '', 'second'],
    ['keeps a file of a type the system does not know', [unnamed], '', 'odd'],
    ['leaves a file that is no picture to the decoder', [note], '', 'note'],
    ['of a text alone says that there is no photo', ['a text'], '=none', null],
    ['of nothing says so too', [], '=none', null],
  ];
  it.each(cases)('%s', async (_, parts, outcome, content) => {
    const caches = memoryCaches();
    const answer = await receiveShare(sharing(...parts), scope, caches);
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe(`${scope}#/check?shared${outcome}`);
    expect((await (await kept(caches))?.text()) ?? null).toBe(content);
  });

  it('keeps the type of the photo, and how many others there were', async () => {
    const caches = memoryCaches();
    await receiveShare(sharing(photo, second, note), scope, caches);
    const { headers } = (await kept(caches))!;
    expect(headers.get('content-type')).toBe('image/jpeg');
    expect(headers.get(OTHERS_HEADER)).toBe('2');
  });

  it('never leaves an earlier photo in the place of one that did not come', async () => {
    const caches = memoryCaches();
    await receiveShare(sharing(photo), scope, caches);
    await receiveShare(sharing('a text'), scope, caches);
    expect(await kept(caches)).toBeUndefined();
  });

  it('says that it failed where the disk is full', async () => {
    const caches = memoryCaches({ failing: true });
    const answer = await receiveShare(sharing(photo), scope, caches);
    expect(answer.headers.get('location')).toBe(`${scope}#/check?shared=failed`);
  });

  it('says that it failed where the form is broken', async () => {
    const broken = new Request(new URL(SHARE_ACTION, scope), { method: 'POST', body: 'no form' });
    const answer = await receiveShare(broken, scope, memoryCaches());
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe(`${scope}#/check?shared=failed`);
  });

  it('is kept under a name that deleting everything finds', () => {
    expect(sharedPhotoCache(scope)).toMatch(/^lentigo/);
    // What workbox takes for an outdated precache of its own, and deletes.
    expect(sharedPhotoCache(scope)).not.toContain('-precache-');
  });
});
