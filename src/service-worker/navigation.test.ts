import { describe, expect, it } from 'vitest';
import { fileAddress, redirectToPage } from './navigation';

const scope = 'https://host.example/repo/';

describe('a navigation to a deeper path', () => {
  it.each([
    ['a/b', ''],
    ['check', ''],
    ['a/b/?lang=ar', '?lang=ar'],
  ])('to %s leads to the page', (path, query) => {
    const answer = redirectToPage(new URL(path, scope), scope);
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe(`${scope}${query}`);
  });

  it.each([
    ['/repo/models/NOTICE.md', true],
    ['/repo/screenshots/home.webp?x', true],
    ['/repo/a/b', false],
    ['/repo/v1.2/b', false],
    ['/repo/a?from=/b.html', false],
  ])('takes %s for a file: %s', (path, isFile) => {
    expect(fileAddress.test(path)).toBe(isFile);
  });
});
