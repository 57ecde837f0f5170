import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { untilControlled, type ControlPort } from './until-controlled';

class Container implements ControlPort {
  controller: unknown = null;
  #listeners: (() => void)[] = [];
  constructor(readonly state: string | null) {}
  getRegistration() {
    return Promise.resolve({ active: this.state === null ? null : { state: this.state } });
  }
  addEventListener(_: 'controllerchange', listener: () => void): void {
    this.#listeners.push(listener);
  }
  takeControl(): void {
    this.controller = {};
    for (const listener of this.#listeners) listener();
  }
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('does not wait where there are no service workers', async () => {
  await expect(untilControlled(undefined)).resolves.toBe(false);
});

it('does not wait for what is there', async () => {
  const container = new Container('activated');
  container.takeControl();
  await expect(untilControlled(container)).resolves.toBe(true);
});

it.each([[null], ['activating']])('waits for control while the state is %s', async (state) => {
  const container = new Container(state);
  const controlled = untilControlled(container);
  await vi.advanceTimersByTimeAsync(3_000);
  container.takeControl();
  await expect(controlled).resolves.toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});

it('gives up after its time', async () => {
  const controlled = untilControlled(new Container(null), 5_000);
  await vi.advanceTimersByTimeAsync(5_000);
  await expect(controlled).resolves.toBe(false);
});

it('does not wait for one that passed this page over', async () => {
  await expect(untilControlled(new Container('activated'))).resolves.toBe(false);
});
