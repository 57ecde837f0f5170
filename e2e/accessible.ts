// What holds on every page for everyone (WCAG 2.2 AA, as far as a machine can tell).
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** axe finds nothing. `view` is named in a failure. */
export async function expectNoViolation(page: Page, view: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`);
  expect(found, view).toEqual([]);
}

/** Nothing reaches beyond the sides of the window, which would have to be scrolled (1.4.10). */
export async function expectFits(page: Page, view: string): Promise<void> {
  const beyond = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const isBeyond = ({ left, right }: DOMRect) => left < -1 || right > clientWidth + 1;
    // Tables of data may scroll within themselves.
    const scrolls = (element: Element) => /auto|scroll/.test(getComputedStyle(element).overflowX);
    const isWithin = (element: Element): boolean =>
      element.parentElement !== null &&
      (scrolls(element.parentElement) || isWithin(element.parentElement));
    const cut = [...document.querySelectorAll('main *')]
      .filter((element) => !isWithin(element))
      // Words for screen readers only stand where they cannot be seen.
      .filter((element) => element.getBoundingClientRect().width > 1)
      .filter((element) => isBeyond(element.getBoundingClientRect()))
      .map(({ outerHTML }) => outerHTML.slice(0, 80));
    return scrollWidth > clientWidth ? [`${scrollWidth} px in ${clientWidth}`, ...cut] : cut;
  });
  expect(beyond, view).toEqual([]);
}
