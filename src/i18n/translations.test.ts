// That the other languages say what English says, as far as a machine can tell.
import { describe, expect, it } from 'vitest';
import { ar } from './ar';
import { en } from './en';
import { es } from './es';
import { isolate } from './isolate';
import { sentences, standIns } from './sentences';

const english = new Map(sentences(en));

// The same in every language: names and units.
const untranslated = new Set([
  'app.name',
  'about.fileHash',
  'about.errorsOf',
  'answer.backendOf',
  'answer.verdictOf',
  'answer.milliseconds',
  'about.kilobytes',
  'about.range',
  'judging.seconds',
  'settings.version',
]);

it('has words behind every key', () => {
  expect(english.size).toBeGreaterThan(300);
});

describe.each([
  ['English', en],
  ['Spanish', es],
  ['Arabic', ar],
])('%s', (_, dictionary) => {
  const all = sentences(dictionary);

  it('has a sentence for each of English and none besides', () => {
    expect(all.map(([path]) => path).sort()).toEqual([...english.keys()].sort());
    expect(all.filter(([, sentence]) => sentence.trim() === '')).toEqual([]);
  });

  it('leaves out nothing that is put into a sentence', () => {
    const used = (sentence = '') => standIns.filter((one) => sentence.includes(one));
    expect(all.filter(([path, said]) => `${used(said)}` !== `${used(english.get(path))}`)).toEqual(
      [],
    );
  });

  it('keeps every number', () => {
    const numbers = (sentence = '') => (sentence.match(/\d+/g) ?? []).sort().join();
    const same = ([path, said]: readonly [string, string]) =>
      numbers(said) === numbers(english.get(path));
    expect(all.filter((one) => !same(one))).toEqual([]);
  });
});

it.each([
  ['Spanish', es],
  ['Arabic', ar],
])('leaves nothing in English in %s', (_, dictionary) => {
  const left = sentences(dictionary).filter(
    ([path, said]) =>
      // Short words may be spelled alike, such as the Spanish "No".
      said === english.get(path) && said.length > 5 && !untranslated.has(path),
  );
  expect(left).toEqual([]);
});

describe('Arabic', () => {
  it('has Arabic letters in every sentence', () => {
    const none = sentences(ar).filter(
      ([path, said]) => !untranslated.has(path) && !/[ء-ي]/.test(said),
    );
    expect(none).toEqual([]);
  });

  it('sets off names and codes of another script', () => {
    const { answer, history } = ar;
    expect(answer.fellBack('webgpu', 'wasm')).toContain(isolate('webgpu'));
    expect(history.saidBy('net', '1.0', 'x')).toContain(isolate('net'));
  });

  it('uses its own comma and question mark', () => {
    const wrong = sentences(ar).filter(([, said]) => /[ء-ي] ?[,;?]/.test(said));
    expect(wrong).toEqual([]);
  });
});
