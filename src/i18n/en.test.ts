import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { en } from './en';

// What the app must never say: it promises nothing, cheers nothing and has no verdicts.
const banned = [
  /diagnos/i,
  /\bdetect/i,
  /\bsafe(ly|ty)?\b/i,
  /\ball[- ]?clear/i,
  /\bhealthy\b/i,
  /cancer[- ]free/i,
  /\bbenign\b/i,
  /\bnothing to worry/i,
  /\b(great|well done|good news|congratulations|perfect)\b/i,
  /\boops\b/i,
  /!/,
];

function sentences(value: unknown, path: string): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  // The words stand between the numbers; any will do.
  if (typeof value === 'function') return [[path, String(value('7', '8', '9'))]];
  return Object.entries(value as object).flatMap(([key, inner]) =>
    sentences(inner, `${path}.${key}`),
  );
}

describe('English', () => {
  const all = sentences(en, 'en');

  it('has words behind every key', () => {
    expect(all.length).toBeGreaterThan(100);
    expect(all.filter(([, sentence]) => sentence.trim() === '')).toEqual([]);
  });

  it.each(banned)('never says %s', (word) => {
    expect(all.filter(([, sentence]) => word.test(sentence))).toEqual([]);
  });

  it('finds a banned word where there is one', () => {
    const [, sentence] = sentences({ inner: () => 'You are safe!' }, 'x')[0];
    expect(banned.filter((word) => word.test(sentence))).toHaveLength(2);
  });

  it.each(['../../public/manifest.webmanifest', '../index.html'])('keeps %s clean too', (file) => {
    const content = readFileSync(new URL(file, import.meta.url), 'utf8').replace('<!doctype', '');
    expect(banned.filter((word) => word.test(content))).toEqual([]);
  });

  it('follows a quiet headline with what it does not mean', () => {
    expect(en.answer.meaning.quiet).toMatch(/^This does not rule out cancer\./);
  });
});
