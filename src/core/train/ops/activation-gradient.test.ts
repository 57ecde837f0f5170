import { tensor1d } from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { expectNoLeak, useCpuBackend } from '../../testing';
import { activationGradient, type Limit } from './activation-gradient';

beforeAll(useCpuBackend);

// Outputs below, at and above the limits of each activation.
it.each([
  ['linear', [-2, 0, 3, 6, 9], [1, 2, 3, 4, 5]],
  ['relu', [0, 0, 3, 6, 9], [0, 0, 3, 4, 5]],
  ['relu6', [0, 0, 3, 6, 6], [0, 0, 3, 0, 0]],
] as [Limit, number[], number[]][])(
  'passes the gradient of %s on between its limits',
  async (activation, y, wanted) => {
    await expectNoLeak(async () => {
      const dy = tensor1d([1, 2, 3, 4, 5]);
      const output = tensor1d(y);
      const gradient = activationGradient(dy, output, activation);
      // Also what is handed on as it is must be freed by itself.
      dy.dispose();
      output.dispose();
      expect([...(await gradient.data())]).toEqual(wanted);
      gradient.dispose();
    });
  },
);
