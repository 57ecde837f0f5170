// In real Chromium, whose two GPUs are SwiftShader here (flags in vite.config.ts).
import { backend, getBackend, memory } from '@tensorflow/tfjs-core';
import { expect, it, vi } from 'vitest';
import { tabHost } from '../workers/tab-host';
import { watchDeviceLoss } from './device-loss';
import { selectBackend } from './select';

it.each(['cpu', 'wasm', 'webgl', 'webgpu'] as const)(
  'passes the known answer on %s when asked by name',
  async (choice) => {
    const report = await selectBackend(tabHost, { choice });
    expect(report).toMatchObject({ backend: choice, fellBack: false });
    expect(getBackend()).toBe(choice);
    expect(memory().numTensors).toBe(0);
  },
);

it('chooses wasm by itself, since both GPUs are software', async () => {
  const report = await selectBackend(tabHost, { choice: 'auto' });
  expect(report.verdicts.map(({ backend, verdict }) => `${backend} ${verdict}`)).toEqual([
    'webgpu software',
    'webgl software',
    'wasm accepted',
  ]);
});

it('notices that a real WebGL context is lost', async () => {
  await selectBackend(tabHost, { choice: 'webgl' });
  const heard = vi.fn();
  watchDeviceLoss(heard);
  const { gpgpu } = backend() as unknown as { gpgpu: { gl: WebGL2RenderingContext } };
  gpgpu.gl.getExtension('WEBGL_lose_context')!.loseContext();
  await expect.poll(() => heard).toHaveBeenCalledWith('the WebGL context was lost');
});
