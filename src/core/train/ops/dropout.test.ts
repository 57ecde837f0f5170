import { memory, ones, tensor1d } from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { seededRandom } from '../../random';
import { useCpuBackend } from '../../testing';
import { dropout } from './dropout';

beforeAll(useCpuBackend);

it('drops the share asked for, and keeps the sum', async () => {
  const x = ones([20_000]);
  const y = dropout(x, 0.3, seededRandom(1));
  const values = [...(await y.data<'float32'>())];
  const kept = values.filter((value) => value !== 0);
  // Three standard deviations of a binomial share.
  expect(Math.abs(kept.length / 20_000 - 0.7)).toBeLessThan(0.01);
  expect(new Set(kept)).toEqual(new Set([Math.fround(1 / 0.7)]));
  x.dispose();
  y.dispose();
});

it('draws from the generator it is given', async () => {
  const x = ones([50]);
  const draw = async (seed: number) => [...(await dropout(x, 0.5, seededRandom(seed)).data())];
  const first = await draw(1);
  expect(await draw(1)).toEqual(first);
  expect(await draw(2)).not.toEqual(first);
});

it('does nothing at rate 0, and draws nothing', () => {
  const x = tensor1d([1, 2]);
  const random = seededRandom(1);
  const before = memory().numTensors;
  expect(dropout(x, 0, random)).toBe(x);
  expect(memory().numTensors).toBe(before);
  expect(random.next()).toBe(seededRandom(1).next());
});
