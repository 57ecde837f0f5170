import { expect, it } from 'vitest';
import { aboutDuration } from './duration';

it.each([
  [0.4, 'less than a second'],
  [1.2, 'about 1 second'],
  [59.6, 'about 60 seconds'],
  [118, 'about 120 seconds'],
  [150, 'about 3 minutes'],
  [17 * 60 + 20, 'about 17 minutes'],
  [7_199, 'about 120 minutes'],
  [3 * 3_600, 'about 3 hours'],
  [41.4 * 3_600, 'about 41 hours'],
])('%d s is %s', (seconds, words) => {
  expect(aboutDuration(seconds)).toBe(words);
});
