// What the app must never say, in any language: it promises nothing, cheers nothing and has
// no verdicts.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ar } from './ar';
import { en } from './en';
import { es } from './es';
import { sentences } from './sentences';

const english = [
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

const spanish = [
  /diagn[oó]s/i,
  /\bdetect/i,
  /\bsegur[oaie]/i,
  /\b(sin|fuera de) peligro\b/i,
  /\btodo (bien|en orden|correcto)\b/i,
  /\b(sano|sana|saludable)s?\b/i,
  /\b(libre de|sin) c[aá]ncer\b/i,
  /\bbenign/i,
  /\b(nada de qu[eé]|no hay|sin) (motivos? (de|para) )?(preocup|alarm)/i,
  /\b(no se preocupe|tranquil[oa])/i,
  /\b(excelente|perfect[oa]|felicidades|enhorabuena|buenas noticias)\b/i,
  /[¡!]/,
];

// Vowel signs are left out before the search, and the forms of alif count as one.
const arabic = [
  /تشخيص|يشخص|شخصت/,
  /كشف|اكتشا|رصد/,
  /امن|امان|مامون|سليم|سلامة/,
  /خطر/,
  /على ما يرام|بخير|اطمئن|مطمئن|طمان/,
  /صحي(?!ح)|معافى/,
  /(خالي?ة?|خلو) من (ال)?(سرطان|مرض)/,
  /حميد/,
  /(لا داعي|لا يدعو|لا تدعو) ل|لا تقلق|لا قلق/,
  /ممتاز|مبروك|تهانينا|احسنت|اخبار سارة/,
  /[!؟]*!/,
];

const plain = (sentence: string) =>
  sentence.replace(/[\u064B-\u0652\u0640]/g, '').replace(/[أإآ]/g, 'ا');

const said = (dictionary: object, banned: readonly RegExp[]) =>
  sentences(dictionary).filter(([, sentence]) => banned.some((word) => word.test(plain(sentence))));

describe.each([
  ['English', en, english, 'This does not rule out cancer. '],
  ['Spanish', es, spanish, 'Esto no descarta un cáncer. '],
  ['Arabic', ar, arabic, 'هذا لا يستبعد السرطان. '],
])('%s', (_, dictionary, banned, first) => {
  it.each(banned)('never says %s', (word) => {
    expect(said(dictionary, [word])).toEqual([]);
  });

  it('follows a quiet headline with what it does not mean', () => {
    expect(dictionary.answer.meaning.quiet.slice(0, first.length)).toBe(first);
  });
});

describe('the search itself', () => {
  it.each([
    [english, 'You are safe!', 2],
    [english, 'All clear: perfect, no diagnosis.', 3],
    [spanish, 'Está sana y segura, sin peligro.', 3],
    [spanish, '¡No se preocupe: es benigno, todo bien!', 4],
    [arabic, 'البقعة آمنة وسليمة ولا داعيَ للقلق', 2],
    [arabic, 'التشخيص: حميدة، وأنت بصحة', 2],
  ])('%# finds what is banned', (banned, sentence, count) => {
    expect(banned.filter((word) => word.test(plain(sentence)))).toHaveLength(count);
  });

  it.each(['../../public/manifest.webmanifest', '../index.html'])('keeps %s clean too', (file) => {
    const content = readFileSync(new URL(file, import.meta.url), 'utf8').replace('<!doctype', '');
    expect(english.filter((word) => word.test(content))).toEqual([]);
  });
});
