// Every view of the app in its states, in any language, so that what must hold for all of
// them (accessibility, words, width, looks) is asked of each.
import { expect, type Page } from '@playwright/test';
import type { Dictionary } from '../src/i18n/dictionary';

export interface Visit {
  readonly page: Page;
  /** Of the app, with a slash at its end. */
  readonly url: string;
  /** For `?lang=`. */
  readonly lang: string;
  /** The words of that language, to find things by. */
  readonly words: Dictionary;
  /** Path of a photo that is good enough to go on. */
  readonly picture: string;
}

type Open = (visit: Visit) => Promise<void>;

/** Opens a route from nothing, as a link from elsewhere would. */
export async function goTo({ page, url, lang }: Visit, route: string): Promise<void> {
  await page.goto('about:blank');
  await page.goto(`${url}?lang=${lang}${route}`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const title = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });

const choose: Open = async (visit) => {
  await goTo(visit, '#/check');
  await expect(visit.page.getByText(visit.words.choose.modelReady)).toBeVisible();
};

const crop: Open = async (visit) => {
  const { page, words, picture } = visit;
  await goTo(visit, '#/check');
  await page.locator('input[type=file]:not([capture])').setInputFiles(picture);
  await expect(title(page, words.crop.title)).toBeVisible();
};

const questions: Open = async (visit) => {
  const { page, words } = visit;
  await crop(visit);
  await button(page, words.crop.judge).or(button(page, words.crop.anyway)).first().click();
  await expect(title(page, words.questions.title)).toBeVisible();
};

const unfinished: Open = async (visit) => {
  await questions(visit);
  await button(visit.page, visit.words.questions.done).click();
  await expect(visit.page.getByText(visit.words.questions.incomplete)).toBeVisible();
};

/** Answers every question with no, but those in `yes`. */
const answered =
  (yes: (words: Dictionary) => readonly string[]): Open =>
  async (visit) => {
    const { page, words } = visit;
    await questions(visit);
    for (const rest of await button(page, words.questions.noToAll).all()) await rest.click();
    for (const line of yes(words)) {
      const group = page.getByRole('group', { name: line, exact: true });
      await group.getByRole('radio', { name: words.questions.yes, exact: true }).check();
    }
    await button(page, words.questions.done).click();
    await expect(page.locator('[data-outcome], [data-testid=excluded]')).toBeVisible();
  };

const untilSteady: Open = async ({ page, words }) => {
  await expect(page.locator('[data-outcome]')).toBeVisible();
  await expect(page.getByText(words.answer.steadyRunning)).toBeHidden();
};

const flagged: Open = async (visit) => {
  await answered(({ questions: { flag } }) => [flag.bleeding, flag.changing])(visit);
  await untilSteady(visit);
};

const saved: Open = async (visit) => {
  const { page, words } = visit;
  await flagged(visit);
  await page.getByText(words.answer.details, { exact: true }).click();
  await button(page, words.save.save).click();
  await expect(page.getByText(words.save.saved)).toBeVisible();
};

const spot: Open = async (visit) => {
  await saved(visit);
  await visit.page.getByRole('link', { name: visit.words.save.open }).click();
  await expect(visit.page.getByLabel(visit.words.history.placeTitle)).toBeVisible();
};

/** In an order in which none needs what another one before it has not left. */
export const views: readonly { readonly name: string; readonly open: Open }[] = [
  { name: 'home', open: (visit) => goTo(visit, '') },
  {
    name: 'my spots, empty',
    open: async (visit) => {
      await goTo(visit, '#/spots');
      await expect(visit.page.getByText(visit.words.history.empty)).toBeVisible();
    },
  },
  { name: 'choose', open: choose },
  {
    name: 'camera refused',
    open: async (visit) => {
      await choose(visit);
      await visit.page.getByText(visit.words.choose.camera, { exact: true }).click();
      await expect(visit.page.getByTestId('camera-refused')).toBeVisible();
    },
  },
  { name: 'crop', open: crop },
  { name: 'questions', open: questions },
  { name: 'questions unfinished', open: unfinished },
  {
    name: 'excluded',
    open: answered(({ questions: { notFor, flag } }) => [notFor['under-hair'], flag.itching]),
  },
  {
    name: 'sample',
    open: async (visit) => {
      await goTo(visit, '#/check?sample=faint');
      await expect(title(visit.page, visit.words.crop.title)).toBeVisible();
    },
  },
  {
    name: 'demo',
    open: async (visit) => {
      await goTo(visit, '#/demo');
      await untilSteady(visit);
    },
  },
  { name: 'answer, flagged and saved', open: saved },
  { name: 'spot', open: spot },
  {
    name: 'my spots, one deleted',
    open: async (visit) => {
      const { page, words } = visit;
      await spot(visit);
      await button(page, words.history.delete).click();
      await expect(button(page, words.history.undo)).toBeVisible();
    },
  },
  {
    name: 'home with spots',
    open: async (visit) => {
      await goTo(visit, '');
      await expect(visit.page.getByText(visit.words.home.recentAll)).toBeVisible();
    },
  },
  {
    name: 'settings',
    open: async (visit) => {
      const { page, words } = visit;
      await goTo(visit, '#/settings');
      await button(page, words.settings.erase).click();
      await expect(page.getByText(words.settings.confirmFinal)).toBeVisible();
    },
  },
  {
    name: 'unreadable',
    open: async (visit) => {
      await goTo(visit, '#/check');
      const file = { name: 'a.gif', mimeType: 'image/gif', buffer: Buffer.from('GIF89a') };
      await visit.page.locator('input[type=file]:not([capture])').setInputFiles(file);
      await expect(title(visit.page, visit.words.failed.title.unreadable)).toBeVisible();
    },
  },
  {
    name: 'about',
    open: async (visit) => {
      await goTo(visit, '#/about');
      await expect(
        visit.page.getByRole('heading', { name: visit.words.about.limitations }),
      ).toBeVisible();
    },
  },
  { name: 'missing', open: (visit) => goTo(visit, '#/nowhere') },
];
