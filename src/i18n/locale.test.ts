import { expect, it } from 'vitest';
import { pickLocale } from './locale.svelte';

it.each([
  ['the language of the address', 'en', null, ['fr'], 'en'],
  ['a region of a language', null, null, ['en-GB'], 'en'],
  ['English where it speaks none of them', null, 'xx', ['fr', 'de-AT'], 'en'],
  ['the test language, only when asked by address', 'en-XA', 'en', ['en'], 'en-XA'],
  ['no test language from a browser', null, 'en-XA', ['en-XA'], 'en'],
  ['English for nonsense', '?', '', [''], 'en'],
])('picks %s', (_, inAddress, chosen, preferred, picked) => {
  expect(pickLocale(inAddress, chosen, preferred)).toBe(picked);
});
