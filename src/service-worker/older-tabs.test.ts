import { beforeEach, describe, expect, it } from 'vitest';
import {
  dropClosedVersions,
  keptFile,
  olderTabsCache,
  rememberOlderTabs,
  type OlderTabsPorts,
} from './older-tabs';
import { memoryCaches } from './testing';

const scope = 'https://host.example/repo/';
const precache = `lentigo-precache-v2-${scope}`;
const asset = (name: string) => `${scope}assets/${name}`;

let open: string[];
let newer: boolean;
let ports: OlderTabsPorts;

beforeEach(async () => {
  open = ['old tab', 'switching tab'];
  newer = false;
  ports = {
    scope,
    caches: memoryCaches(),
    precache,
    ownKeys: new Set([asset('About-2.js'), asset('same.wasm')]),
    openTabs: async () => open,
    isNewerStored: () => newer,
  };
  const cache = await ports.caches.open(precache);
  for (const name of ['About-1.js', 'About-2.js', 'same.wasm']) {
    await cache.put(asset(name), new Response(name));
  }
});

async function stored(): Promise<string[]> {
  const keys = await (await ports.caches.open(precache)).keys();
  return keys.map(({ url }) => url.split('/').at(-1)!);
}

describe('after an update', () => {
  it('an open tab still finds the files it began with', async () => {
    await rememberOlderTabs(ports);
    expect(await (await keptFile(asset('About-1.js'), ports))?.text()).toBe('About-1.js');
    open = ['old tab', 'new tab'];
    await dropClosedVersions(ports);
    expect(await keptFile(asset('About-1.js'), ports)).toBeDefined();
  });

  it('they go once no such tab is open, and what is still used stays', async () => {
    await rememberOlderTabs(ports);
    open = ['new tab'];
    await dropClosedVersions(ports);
    expect(await stored()).toEqual(['About-2.js', 'same.wasm']);
    expect(await keptFile(asset('About-1.js'), ports)).toBeUndefined();
    expect(await ports.caches.keys()).toEqual([precache]);
  });

  it('they go at once where no tab is open', async () => {
    open = [];
    await rememberOlderTabs(ports);
    expect(await stored()).toEqual(['About-2.js', 'same.wasm']);
  });

  it('the files of a newer version that waits are not taken for outgrown ones', async () => {
    await rememberOlderTabs(ports);
    open = ['new tab'];
    newer = true;
    await dropClosedVersions(ports);
    expect(await stored()).toContain('About-1.js');
  });

  it('without a record there is nothing to drop', async () => {
    await dropClosedVersions(ports);
    expect(await stored()).toHaveLength(3);
  });

  it('the record lies where deleting everything finds it, and workbox does not', () => {
    expect(olderTabsCache(scope)).toMatch(/^lentigo/);
    expect(olderTabsCache(scope)).not.toContain('-precache-');
  });
});
