import { describe, expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { en } from '../i18n/en';
import InstallOffer from './InstallOffer.svelte';

async function open(
  offer: 'installed' | 'can-prompt' | 'by-hand-ios' | 'not-offered',
  outcome: 'accepted' | 'dismissed' | 'unavailable' = 'accepted',
) {
  const props = { offer, onprompt: vi.fn(() => Promise.resolve(outcome)), ondismiss: vi.fn() };
  return { props, screen: await render(InstallOffer, props) };
}

describe('the card that offers to install', () => {
  it.each(['installed', 'not-offered'] as const)('is not there where it is %s', async (offer) => {
    const { screen } = await open(offer);
    expect(screen.container.textContent?.trim()).toBe('');
  });

  it.each([
    ['accepted', en.install.installed],
    ['dismissed', en.install.later],
    ['unavailable', en.install.unavailable],
  ] as const)('asks the browser, and says what came of it: %s', async (outcome, words) => {
    const { props, screen } = await open('can-prompt', outcome);
    await expect.element(screen.getByRole('region', { name: en.install.title })).toBeVisible();
    await screen.getByRole('button', { name: en.install.install }).click();
    const said = screen.getByText(words);
    await expect.element(said).toBeVisible();
    await expect.element(said).toHaveFocus();
    expect(props.onprompt).toHaveBeenCalledOnce();
    expect(props.ondismiss).not.toHaveBeenCalled();
    expect(screen.getByRole('button').query()).toBeNull();
  });

  it('asks once, however often it is tapped', async () => {
    const onprompt = vi.fn(() => new Promise<'accepted'>(() => undefined));
    const props = { offer: 'can-prompt' as const, onprompt, ondismiss: vi.fn() };
    const screen = await render(InstallOffer, props);
    const button = screen.getByRole('button', { name: en.install.install });
    await button.click();
    await button.click();
    expect(onprompt).toHaveBeenCalledOnce();
  });

  it.each([
    ['can-prompt', en.install.later],
    ['by-hand-ios', en.install.laterIos],
  ] as const)('goes away with “not now”: %s', async (offer, words) => {
    const { props, screen } = await open(offer);
    await screen.getByRole('button', { name: en.install.notNow }).click();
    expect(props.ondismiss).toHaveBeenCalledOnce();
    await expect.element(screen.getByText(words)).toHaveFocus();
  });

  it('tells on an iPhone how it is done, in order', async () => {
    const { screen } = await open('by-hand-ios');
    await expect.element(screen.getByText(en.install.separate)).toBeVisible();
    const steps = screen.getByRole('listitem').elements();
    expect(steps.map((step) => step.textContent)).toEqual([
      en.install.stepShare,
      en.install.stepAdd,
      en.install.stepConfirm,
    ]);
    expect(screen.getByRole('button', { name: en.install.install }).query()).toBeNull();
  });
});
