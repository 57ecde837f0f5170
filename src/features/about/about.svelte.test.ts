import { expect, it } from 'vitest';
import { AboutModel } from './about.svelte';

it('says why there is no card, and gets it on a second try', async () => {
  const model = { card: {}, hash: 'ab' };
  let tries = 0;
  const about = new AboutModel({
    ready: async () => {
      if (++tries === 1) throw new Error('no network');
      return { model } as never;
    },
  });
  await about.load();
  expect(about.state).toEqual({ kind: 'failed', detail: 'no network' });
  await about.load();
  expect(about.state).toEqual({ kind: 'ready', model });
});
