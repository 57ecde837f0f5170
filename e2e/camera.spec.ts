// The first check, with the camera: a fake one that shows a real dermoscopy picture where
// there are any.
import { expect, test, type Browser, type Page } from '@playwright/test';
import { judge } from './check-page';
import { launchWithCamera } from './fake-camera';
import { testPictures } from './pictures';
import { serveDist, type StaticServer } from './static-server';

let server: StaticServer;
let browser: Browser;
let page: Page;

test.beforeAll(async ({ browserName: _ }, info) => {
  server = await serveDist();
  const [picture] = await testPictures(1, info.outputPath('pictures'));
  browser = await launchWithCamera(picture, info.outputPath('camera.mjpeg'));
});
test.afterAll(async () => {
  await browser.close();
  await server.stop();
});
test.beforeEach(async () => {
  const phone = await browser.newContext({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  page = await phone.newPage();
  await page.goto(`${server.url}#/check`);
  await expect(page.getByText('The model is ready.')).toBeVisible();
});
test.afterEach(() => page.context().close());

const square = 'Put the square around the spot';
const tracksLive = () =>
  page.evaluate(() => {
    const video = document.querySelector('video');
    return (video?.srcObject as MediaStream | null)?.active ?? false;
  });

/** Opens the camera, which gives no picture before it was told not to go off by itself. */
async function openByHand(): Promise<void> {
  await page.evaluate(() => {
    const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    const told = new Promise<void>((begin) => Object.assign(window, { begin }));
    navigator.mediaDevices.getUserMedia = (wanted) => told.then(() => open(wanted));
  });
  await page.getByRole('button', { name: 'Use the camera' }).click();
  await page.getByRole('button', { name: 'Take it by itself' }).click();
  await page.evaluate(() => (window as unknown as { begin: () => void }).begin());
}

test('takes the photo by itself, and the check goes on to an answer', async () => {
  await page.getByRole('button', { name: 'Use the camera' }).click();
  await expect(page.getByTestId('camera')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: square })).toBeVisible();
  await judge(page);
  await page.getByRole('button', { name: 'Save to My spots' }).click();
  await expect(page.getByText('Saved on this device.')).toBeVisible();
});

test('takes the photo by hand, and Back opens the camera again', async () => {
  await openByHand();
  await expect(page.getByTestId('camera').getByRole('status')).toHaveAttribute(
    'data-hint',
    'ready',
  );
  await page.waitForTimeout(1500);
  await expect(page.getByTestId('camera')).toBeVisible();
  await page.getByRole('button', { name: 'Take the photo' }).click();
  await expect(page.getByRole('heading', { level: 1, name: square })).toBeVisible();
  await page.goBack();
  await expect(page.getByTestId('camera')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Use the camera' })).toBeVisible();
});

test('stops the camera when nobody sees it, and opens it again', async () => {
  await openByHand();
  await expect.poll(tracksLive).toBe(true);
  const hide = (state: string) =>
    page.evaluate((visibility) => {
      Object.defineProperty(document, 'visibilityState', { value: visibility, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, state);
  await hide('hidden');
  expect(await tracksLive()).toBe(false);
  await hide('visible');
  await expect.poll(tracksLive).toBe(true);
});

test('says in words why there is no camera, and what else there is', async () => {
  await page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () =>
      Promise.reject(new DOMException('no', 'NotAllowedError'));
  });
  await page.getByRole('button', { name: 'Use the camera' }).click();
  await expect(
    page.getByRole('heading', { level: 1, name: 'The app may not use the camera' }),
  ).toBeFocused();
  await expect(page.getByText('Choose a photo', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Back' }).click();
  await expect(page.getByRole('button', { name: 'Use the camera' })).toBeVisible();
});
