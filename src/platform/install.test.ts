import { describe, expect, it } from 'vitest';
import { openInstall, type InstallOffer, type InstallPorts } from './install';

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 0, 1);

const agents = {
  chrome: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0.0.0 Safari/537.36',
  iphone:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
  mac: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15',
  chromeIos:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/130.0.0.0 Mobile/15E148 Safari/604.1',
  firefoxIos:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/130.0 Mobile/15E148 Safari/605.1.15',
  edgeIos:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 EdgiOS/130.0 Mobile/15E148 Safari/605.1.15',
  inApp:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148',
};

function device(
  over: Partial<InstallPorts> & { agent?: keyof typeof agents; touch?: number } = {},
) {
  const kept = new Map<string, string>();
  const { agent = 'chrome', touch = 0, ...rest } = over;
  const target = new EventTarget();
  const ports: InstallPorts = {
    target,
    navigator: { userAgent: agents[agent], maxTouchPoints: touch },
    storage: () => ({
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
    }),
    isStandalone: () => false,
    now: () => NOW,
    ...rest,
  };
  const open = (now = NOW) => {
    const install = openInstall({ ...ports, now: () => now });
    const offers: InstallOffer[] = [];
    install.offer.subscribe((offer) => offers.push(offer));
    return { install, offers, latest: () => offers.at(-1) };
  };
  return { target, kept, open };
}

function asking(prompt: () => Promise<unknown>): Event {
  return Object.assign(new Event('beforeinstallprompt', { cancelable: true }), { prompt });
}

const answering = (outcome: 'accepted' | 'dismissed') => asking(async () => ({ outcome }));

describe('the offer to install', () => {
  it('comes with the event of the browser, whose own bar stays away', () => {
    const { target, open } = device();
    const { offers } = open();
    const event = answering('accepted');
    target.dispatchEvent(event);
    expect(offers).toEqual(['not-offered', 'can-prompt']);
    expect(event.defaultPrevented).toBe(true);
  });

  it.each([
    ['accepted', 'installed'],
    ['dismissed', 'not-offered'],
  ] as const)('ends, where the question was %s, as %s', async (outcome, after) => {
    const { target, open } = device();
    const { install, latest } = open();
    target.dispatchEvent(answering(outcome));
    await expect(install.prompt()).resolves.toBe(outcome);
    expect(latest()).toBe(after);
  });

  it('cannot be asked for without the event, nor twice with one', async () => {
    const { target, open } = device();
    const { install } = open();
    await expect(install.prompt()).resolves.toBe('unavailable');
    target.dispatchEvent(answering('accepted'));
    await install.prompt();
    await expect(install.prompt()).resolves.toBe('unavailable');
  });

  it('says that the browser refused to ask', async () => {
    const { target, open } = device();
    const { install, latest } = open();
    target.dispatchEvent(asking(() => Promise.reject(new DOMException('', 'NotAllowedError'))));
    await expect(install.prompt()).resolves.toBe('unavailable');
    expect(latest()).toBe('not-offered');
  });

  it('is over once the app is installed, by whatever way', () => {
    const { target, open } = device();
    const { latest } = open();
    target.dispatchEvent(new Event('appinstalled'));
    expect(latest()).toBe('installed');
  });

  it('is not made inside the installed app', () => {
    expect(
      device({ isStandalone: () => true })
        .open()
        .latest(),
    ).toBe('installed');
    const navigator = { userAgent: agents.iphone, maxTouchPoints: 5, standalone: true };
    expect(device({ navigator }).open().latest()).toBe('installed');
  });

  it('stays quiet for 90 days after “not now”, over visits', () => {
    const { target, open } = device();
    const { install, latest } = open();
    target.dispatchEvent(answering('accepted'));
    install.dismiss();
    expect(latest()).toBe('not-offered');

    const soon = open(NOW + 89 * DAY_MS);
    const later = open(NOW + 90 * DAY_MS);
    target.dispatchEvent(answering('accepted'));
    expect(soon.latest()).toBe('not-offered');
    expect(later.latest()).toBe('can-prompt');
  });

  it.each(['text', '', String(NOW + 5 * DAY_MS)])('is made where “%s” is remembered', (odd) => {
    const { target, kept, open } = device();
    kept.set('lentigo.install-dismissed', odd);
    const { latest } = open();
    target.dispatchEvent(answering('accepted'));
    expect(latest()).toBe('can-prompt');
  });

  it('can be dismissed for this visit where storage throws', () => {
    const { target, open } = device({
      storage: () => {
        throw new DOMException('denied', 'SecurityError');
      },
    });
    const { install, latest } = open();
    target.dispatchEvent(answering('accepted'));
    expect(latest()).toBe('can-prompt');
    install.dismiss();
    expect(latest()).toBe('not-offered');
  });

  it.each([
    ['iphone', 5, 'by-hand-ios'],
    // An iPad.
    ['mac', 5, 'by-hand-ios'],
    ['mac', 0, 'not-offered'],
    ['chromeIos', 5, 'not-offered'],
    ['firefoxIos', 5, 'not-offered'],
    ['edgeIos', 5, 'not-offered'],
    ['inApp', 5, 'not-offered'],
    ['chrome', 5, 'not-offered'],
  ] as const)('on %s with %d touch points is %s', (agent, touch, offer) => {
    expect(device({ agent, touch }).open().latest()).toBe(offer);
  });

  it('is no longer told to who stopped listening', () => {
    const { target, open } = device();
    const { install } = open();
    const heard: InstallOffer[] = [];
    install.offer.subscribe((offer) => heard.push(offer))();
    target.dispatchEvent(answering('accepted'));
    expect(heard).toEqual(['not-offered']);
  });
});
