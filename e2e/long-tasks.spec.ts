// What the journeys' record of tasks counts as the page's own work, and what not.
import { expect, test } from '@playwright/test';
import { longTasksDuring } from './long-tasks';

test('a task of the page is seen, what the journey asks of the page is not', async ({
  browser,
  page,
}) => {
  await page.setContent('<button>Work</button>');
  await page.evaluate(() => {
    const work = (ms: number) => {
      const until = performance.now() + ms;
      while (performance.now() < until);
    };
    Object.assign(window, { work });
    document.querySelector('button')!.addEventListener('click', () => work(200));
  });
  const ofClick = await longTasksDuring(browser, page, 50, () => page.click('button'));
  expect(ofClick).toHaveLength(1);
  const ofCommand = await longTasksDuring(browser, page, 50, () =>
    page.evaluate(() => (window as unknown as { work(ms: number): void }).work(200)),
  );
  expect(ofCommand).toEqual([]);
});
