import { expect, it } from 'vitest';
import type { AimHint } from './aim';
import { afterFrame, restingShutter } from './shutter';

// Frames every 100 ms; what is shown after each, with * where the shutter goes off.
function run(hints: readonly AimHint[], everyMs = 100): string[] {
  let shutter = restingShutter;
  return hints.map((hint, i) => {
    shutter = afterFrame(shutter, hint, i * everyMs);
    return `${shutter.shown}${shutter.fires ? '*' : ''}`;
  });
}
const frames = (hint: AimHint, n: number) => Array<AimHint>(n).fill(hint);

it('goes off once, after 800 ms of good frames', () => {
  const shown = run(frames('ready', 20));
  expect(shown.map((text) => text.endsWith('*')).indexOf(true)).toBe(8);
  expect(shown.filter((text) => text.endsWith('*'))).toHaveLength(1);
});

it('waits for four good frames on a slow phone', () => {
  expect(run(frames('ready', 6), 500)).toEqual([
    'ready',
    'ready',
    'ready',
    'ready*',
    'ready',
    'ready',
  ]);
});

it('starts over when one frame is bad', () => {
  const shown = run([...frames('ready', 7), 'hold-still', ...frames('ready', 8)]);
  expect(shown.some((text) => text.endsWith('*'))).toBe(false);
});

it('leaves a hint on the screen long enough to be read', () => {
  expect(run(['closer', 'glare', 'closer', 'glare', 'closer', 'glare', 'closer', 'glare'])).toEqual(
    [...Array<string>(7).fill('closer'), 'glare'],
  );
});
