// A check does not get lost: Back leads one step back, a reload to the same step, and a
// look at another page is no end.
import { expect, test, type Page } from '@playwright/test';
import { judge, openPicture, readAnswer } from './check-page';
import { testPictures } from './pictures';
import { serveDist, type StaticServer } from './static-server';

let server: StaticServer;
test.beforeAll(async () => {
  server = await serveDist();
});
test.afterAll(() => server.stop());

const title = (page: Page) => page.getByRole('heading', { level: 1 });
const square = 'Put the square around the spot';
const questions = 'Before the model looks';
const choose = 'Choose a photo of one spot';

test('Back and Forward lead through the steps', async ({ page }, info) => {
  const [picture] = await testPictures(1, info.outputPath('pictures'));
  await page.goto(server.url);
  await page.getByRole('link', { name: 'Check a spot' }).click();
  await openPicture(page, picture);
  await judge(page);
  const first = await readAnswer(page);
  await page.goBack();
  await expect(title(page)).toHaveText(questions);
  await expect(
    page.getByRole('group', { name: 'It bleeds' }).getByRole('radio', { name: 'No' }),
  ).toBeChecked();
  await page.goBack();
  await expect(title(page)).toHaveText(square);
  await page.goForward();
  await page.goForward();
  expect(await readAnswer(page)).toEqual(first);
  await page.getByRole('button', { name: 'Check another photo' }).click();
  await expect(title(page)).toHaveText(choose);
  await page.goBack();
  await expect(title(page)).toHaveText('Look at a spot, on this device only.');
});

test('an answer is there again after a reload, and after a look at another page', async ({
  page,
}, info) => {
  const [picture] = await testPictures(1, info.outputPath('pictures'));
  await page.goto(`${server.url}#/check`);
  await openPicture(page, picture);
  await judge(page);
  const first = await readAnswer(page);
  await page.reload();
  expect((await readAnswer(page)).probability).toBe(first.probability);
  await page.getByRole('link', { name: 'About', exact: true }).click();
  await expect(title(page)).toHaveText('About the model');
  await page.goBack();
  expect((await readAnswer(page)).probability).toBe(first.probability);
});

test('a photo that was left is offered on the next visit, and can be thrown away', async ({
  page,
}, info) => {
  const [picture] = await testPictures(1, info.outputPath('pictures'));
  await page.goto(`${server.url}#/check`);
  await openPicture(page, picture);
  await page.goto('about:blank');
  await page.goto(`${server.url}#/check`);
  await expect(page.getByText('You left a photo unfinished')).toBeVisible();
  await page.getByRole('button', { name: 'Go on with it' }).click();
  await expect(title(page)).toHaveText(square);
  await page.goto('about:blank');
  await page.goto(`${server.url}#/check`);
  await page.getByRole('button', { name: 'Throw it away' }).click();
  await expect(page.getByText('You left a photo unfinished')).toBeHidden();
  await page.goto('about:blank');
  await page.goto(`${server.url}#/check`);
  await expect(title(page)).toHaveText(choose);
  await expect(page.getByText('You left a photo unfinished')).toBeHidden();
});

test('says what became of the photo when the phone closed the page for its camera', async ({
  browser,
}) => {
  const phone = await browser.newContext({
    hasTouch: true,
    isMobile: true,
    viewport: { width: 390, height: 844 },
  });
  const page = await phone.newPage();
  await page.goto(`${server.url}#/check`);
  const chooser = page.waitForEvent('filechooser');
  await page.getByText('Use the phone’s own camera').click();
  await chooser;
  // What Android does with a page it needs the memory of: it is loaded again.
  await page.reload();
  await expect(page.getByText('The phone closed this app')).toBeVisible();
  await phone.close();
});
