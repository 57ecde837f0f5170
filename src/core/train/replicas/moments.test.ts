import { expect, it } from 'vitest';
import { createNetwork } from '../networks/create-network';
import { tinyNetworks } from '../testing';
import { initialMoving, layOutNorms, updateMoving } from './moments';

it('lays mean and variance of each layer end to end', () => {
  const network = createNetwork(tinyNetworks.normalised);
  const { norms, size } = layOutNorms(network);
  expect(norms.slice(0, 3)).toEqual([
    { layer: 'bn_Conv1', channels: 32, offset: 0 },
    { layer: 'expanded_conv_depthwise_BN', channels: 32, offset: 64 },
    { layer: 'expanded_conv_project_BN', channels: 16, offset: 128 },
  ]);
  const last = norms.at(-1)!;
  expect(size).toBe(last.offset + 2 * last.channels);
  const moving = initialMoving(network);
  expect(moving).toHaveLength(size);
  expect([...moving.slice(31, 33), ...moving.slice(63, 65)]).toEqual([0, 1, 1, 0]);
});

it('needs no room without normalisation', () => {
  expect(layOutNorms(createNetwork(tinyNetworks.folded))).toEqual({ norms: [], size: 0 });
});

it('moves by the share that the momentum leaves', () => {
  const moving = Float32Array.of(0, 1);
  updateMoving(moving, Float32Array.of(8, 5), 0.75);
  expect([...moving]).toEqual([2, 2]);
});
