// The check as a person walks through it, by role and label; shared by the journeys.
import { expect, type Page } from '@playwright/test';

/** Opens a picture file on the check page and waits for the crop. */
export async function openPicture(page: Page, path: string): Promise<void> {
  await page.locator('input[type=file]:not([capture])').setInputFiles(path);
  await expect(
    page.getByRole('heading', { level: 1, name: 'Put the square around the spot' }),
  ).toBeVisible();
}

/**
 * Goes on from the crop, over a warning if there is one, answers every question of a photo
 * with no, and waits for the answer.
 */
export async function judge(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /^(Look at this spot|Use anyway)$/ })
    .first()
    .click();
  const questions = page.getByRole('heading', { level: 1, name: 'Before the model looks' });
  await expect(questions.or(page.locator('[data-outcome], .columns ol')).first()).toBeVisible();
  if (await questions.isVisible()) {
    for (const button of await page
      .getByRole('button', { name: 'No to all the others here' })
      .all())
      await button.click();
    await page.getByRole('button', { name: 'Look at this spot' }).click();
  }
  await expect(page.locator('[data-outcome]')).toBeVisible({ timeout: 150_000 });
}

/** Reads the answer's details. */
export async function readAnswer(
  page: Page,
): Promise<{ outcome: string; probability: number; backend: string }> {
  const summary = page.locator('summary', { hasText: 'Details' });
  if ((await page.getByTestId('probability').isVisible()) === false) await summary.click();
  return {
    outcome: (await page.locator('[data-outcome]').getAttribute('data-outcome'))!,
    probability: Number(await page.getByTestId('probability').textContent()),
    backend: (await page.getByTestId('backend').textContent())!,
  };
}

/** Waits until the service worker controls the page and holds every file. */
export async function untilStored(page: Page): Promise<void> {
  await page.waitForFunction(async () => {
    const registration = await navigator.serviceWorker.ready;
    return (
      registration.active?.state === 'activated' && navigator.serviceWorker.controller !== null
    );
  });
}
