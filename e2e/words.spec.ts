// No word is written into a page: in the test language every sentence stands between marks.
import { expect, test } from '@playwright/test';
import { en } from '../src/i18n/en';
import { pseudo } from '../src/i18n/pseudo';
import { testPictures } from './pictures';
import { serveDist, type StaticServer } from './static-server';
import { views } from './views';

let server: StaticServer;
test.beforeAll(async () => {
  server = await serveDist();
});
test.afterAll(() => server.stop());

test('every word comes from the dictionary', async ({ page }, info) => {
  const [picture] = await testPictures(1, info.outputPath('pictures'));
  const visit = { page, url: server.url, lang: 'en-XA', words: pseudo(en), picture };
  for (const { name, open } of views) {
    await open(visit);
    const told = await page.evaluate(readAll);
    expect(told.length, name).toBeGreaterThan(3);
    expect(
      told.filter((sentence) => /\p{L}/u.test(withoutMarked(sentence))),
      name,
    ).toEqual([]);
  }
});

// What is marked may hold other marked words.
function withoutMarked(sentence: string): string {
  const rest = sentence.replace(/⟦[^⟦⟧]*⟧/g, '');
  return rest === sentence ? rest : withoutMarked(rest);
}

// In the page. Left out is what no dictionary can hold: dates, hashes, names of files and
// models, and the words of the model's card, which are marked as English.
function readAll(): string[] {
  const exempt = 'time, .mono, bdi, [lang=en], script, style, noscript';
  const told: string[] = [document.title.replace(' · Lentigo', '')];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node as HTMLElement;
    if (element.closest(exempt)) continue;
    for (const name of ['aria-label', 'title', 'alt', 'placeholder', 'aria-valuetext']) {
      told.push(element.getAttribute(name) ?? '');
    }
    for (const child of element.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) told.push(child.textContent ?? '');
    }
  }
  return told.filter((sentence) => sentence.trim() !== '');
}
