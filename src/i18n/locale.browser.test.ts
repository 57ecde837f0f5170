import { expect, it } from 'vitest';
import { locale, pickLocale, setLocale } from './locale.svelte';

it.each([
  ['the language of the address', 'en', null, ['fr'], 'en'],
  ['a region of a language', null, null, ['en-GB'], 'en'],
  ['the address before the choice', 'ar', 'es', ['en'], 'ar'],
  ['the choice before the browser', null, 'es', ['ar'], 'es'],
  ['the first of the browser that it speaks', null, null, ['fr', 'ar-EG', 'es'], 'ar'],
  ['English where it speaks none of them', null, 'xx', ['fr', 'de-AT'], 'en'],
  ['the test language, only when asked by address', 'en-XA', 'en', ['en'], 'en-XA'],
  ['no test language from a browser', null, 'en-XA', ['en-XA'], 'en'],
  ['English for nonsense', '?', '', [''], 'en'],
])('picks %s', (_, inAddress, chosen, preferred, picked) => {
  expect(pickLocale(inAddress, chosen, preferred)).toBe(picked);
});

it('turns the page around for a language that is written from the right', async () => {
  await setLocale('ar');
  expect(document.documentElement).toMatchObject({ lang: 'ar', dir: 'rtl' });
  expect(locale.isDraft).toBe(true);
  await setLocale('en');
  expect(document.documentElement).toMatchObject({ lang: 'en', dir: 'ltr' });
  expect(locale.isDraft).toBe(false);
});

it('keeps the language that was chosen last, however long the words take', async () => {
  const first = setLocale('es');
  await setLocale('en');
  await first;
  expect(locale.code).toBe('en');
});
