import { expect, it } from 'vitest';
import { presetConfig, presetNames } from './presets';

it.each(presetNames)('%s is a valid config that a tab can train', (preset) => {
  const config = presetConfig(preset, 'mine', 7);
  expect(config).toMatchObject({ name: 'mine', seed: 7, turns: 1 });
  // A tab has no ImageNet weights of its own.
  if ('start' in config.network) expect(config.network.start).toHaveProperty('model');
});
