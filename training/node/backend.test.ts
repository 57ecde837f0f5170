import { getBackend } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { openNodeBackend } from './backend';

it.each(['wasm', 'cpu'] as const)('opens %s by name', async (choice) => {
  const report = await openNodeBackend(choice);
  expect(report).toMatchObject({ backend: choice, asked: choice, fellBack: false });
  expect(getBackend()).toBe(choice);
});

it('refuses webgl in one sentence', async () => {
  await expect(openNodeBackend('webgl')).rejects.toMatchObject({
    code: 'backend-unavailable',
    message: 'Node has no WebGL; use webgpu, wasm or cpu.',
  });
});

it('opens the GPU or, without one, wasm, and says why', async () => {
  const report = await openNodeBackend('auto');
  const gpu = report.verdicts[0];
  expect(gpu.backend).toBe('webgpu');
  expect(report.backend).toBe(gpu.verdict === 'accepted' ? 'webgpu' : 'wasm');
});
