import { expect, it } from 'vitest';
import { en } from './en';
import { pseudo, pseudoSentence } from './pseudo';

it('marks a sentence and keeps it readable', () => {
  expect(pseudoSentence('Choose a photo')).toBe('⟦Chóósé á phótó⟧');
});

it('marks every sentence of the app, built ones and lists too', () => {
  const marked = pseudo(en);
  expect(marked.app.name).toBe('⟦Léntígó⟧');
  expect(marked.judging.seconds('3')).toBe('⟦3 s⟧');
  expect(marked.choose.flags.every((flag) => /^⟦.*⟧$/.test(flag))).toBe(true);
});
