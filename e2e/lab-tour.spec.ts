// The paper tour: a station from nothing to its sentence, left and gone on with, and an arm
// of it as a run of one's own.
import { expect, test, type Page } from '@playwright/test';
import { lab } from '../src/i18n/lab';
import { expectFits, expectNoViolation } from './accessible';
import { button, serveLab } from './lab-desk';

const { open } = serveLab();
test.setTimeout(600_000);

const SLOW = { timeout: 300_000 };
const TRAP = lab.tour.station.imbalance.title;
const trap = (page: Page) => page.getByRole('region', { name: TRAP });

test('a station trains to its sentence, is left on the way, and opens as a run', async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page, '#/lab');
  await page.getByRole('link', { name: lab.tour.link }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(lab.tour.title);
  await button(page, lab.tour.draw).click();
  await expect(button(page, lab.tour.start(TRAP))).toBeVisible(SLOW);
  await expectNoViolation(page, 'the tour');

  await button(page, lab.tour.start(TRAP)).click();
  await expect(trap(page).getByRole('img', { name: lab.tour.metric.valAuroc })).toBeVisible(SLOW);
  await expectNoViolation(page, 'a station that trains');
  // One at a time: no other station can be started.
  await expect(page.getByText(lab.tour.busy)).toHaveCount(3);
  // Left in the middle, it stops; the desk knows nothing of it, and it goes on from there.
  await page.getByRole('link', { name: lab.title, exact: true }).click();
  await expect(page.getByText(lab.desk.noRuns)).toBeVisible();
  await expect(page.getByText(lab.desk.noSets)).toBeVisible();
  await expect
    .poll(
      () =>
        page.evaluate(async () =>
          ((await navigator.locks.query()).held ?? []).some(({ name }) =>
            name?.startsWith('lentigo-run-'),
          ),
        ),
      SLOW,
    )
    .toBe(false);
  await page.getByRole('link', { name: lab.tour.link }).click();
  await expect(trap(page).getByRole('img', { name: lab.tour.metric.valAuroc })).toBeVisible();
  await button(page, lab.tour.goOn(TRAP)).click();
  const sentence = trap(page).locator('[data-verdict]');
  await expect(sentence).toBeVisible(SLOW);
  await expectNoViolation(page, 'a station that has ended');

  // The sentence says what the table says, and the table what the curves came to.
  const cells = trap(page).getByRole('row').filter({ hasText: lab.tour.arm['12-1'] }).last();
  const [accuracy, found] = await cells.getByRole('cell').allInnerTexts();
  await expect(sentence).toContainText(`trained 12:1 it was right for ${accuracy}`);
  await expect(sentence).toContainText(
    `found ${found.split(' ')[0]} of ${found.split(' ').at(-1)}`,
  );
  await trap(page).getByText(lab.tour.table, { exact: true }).click();
  const last = trap(page)
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name: '12', exact: true }) });
  const [share] = await last.getByRole('cell').allInnerTexts();
  expect(100 * Number(share)).toBeCloseTo(Number.parseFloat(accuracy), 0);

  await page.setViewportSize({ width: 320, height: 640 });
  await expectFits(page, 'the tour on a phone');
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await expectNoViolation(page, 'the tour, dark');

  // An arm as a run of one's own, with the set it needs.
  await trap(page).getByText(lab.tour.openArms, { exact: true }).click();
  await button(page, lab.tour.openArm(lab.tour.armInWords['12-1'])).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('tour-imbalance-12-1');
  await expect(button(page, lab.run.begin)).toBeVisible();
  await open(page, '#/lab');
  await expect(page.getByRole('link', { name: 'tour-imbalance-12-1' })).toBeVisible();
  await expect(page.getByRole('link', { name: lab.tour.drawn })).toBeVisible();
});
