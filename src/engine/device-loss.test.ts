import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { enableProdMode, registerBackend, setBackend } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { watchDeviceLoss } from './device-loss';

interface Loss {
  readonly reason: string;
  readonly message: string;
}

async function run(name: string, parts: object): Promise<string[]> {
  enableProdMode();
  registerBackend(name, () => Object.assign(new MathBackendCPU(), parts));
  await setBackend(name);
  const heard: string[] = [];
  watchDeviceLoss((reason) => heard.push(reason));
  return heard;
}

it.each([
  ['unknown', ['the WebGPU device was lost: driver reset']],
  ['destroyed', []],
])('tells of a WebGPU device that is lost for the reason %s', async (reason, expected) => {
  let lose = (_: Loss) => {};
  const lost = new Promise<Loss>((resolve) => (lose = resolve));
  const heard = await run(`webgpu ${reason}`, { device: { lost } });
  expect(heard).toEqual([]);
  lose({ reason, message: 'driver reset' });
  await lost;
  expect(heard).toEqual(expected);
});

it('tells of a WebGL context that is lost', async () => {
  const canvas = new EventTarget();
  const heard = await run('webgl', { gpgpu: { gl: { canvas } } });
  canvas.dispatchEvent(new Event('webglcontextlost'));
  expect(heard).toEqual(['the WebGL context was lost']);
});

it('has nothing to watch on a processor', async () => {
  await expect(run('plain', {})).resolves.toEqual([]);
});
