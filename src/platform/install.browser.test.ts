import { expect, it } from 'vitest';
import { listenForInstall, type InstallOffer } from './install';

it('hears of the browser from the first call on, and is one for the whole page', () => {
  const offers: InstallOffer[] = [];
  const stop = listenForInstall().offer.subscribe((offer) => offers.push(offer));
  const event = new Event('beforeinstallprompt', { cancelable: true });
  window.dispatchEvent(event);
  stop();
  expect(event.defaultPrevented).toBe(true);
  expect(offers).toEqual(['not-offered', 'can-prompt']);
  expect(listenForInstall()).toBe(listenForInstall());
});
