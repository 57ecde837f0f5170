// A run of the Lab as a journey waits for it.
import { expect, type Page } from '@playwright/test';

/** Until it is in epoch `least` (2 to 9) or a later one: a fast machine is soon past any one. */
export async function untilEpoch(page: Page, least: number, epochs: number): Promise<void> {
  const words = new RegExp(`^Epoch ([${least}-9]|\\d{2,}) of ${epochs}`);
  await expect(page.getByText(words)).toBeVisible();
}
