// The real worker, without a model: what it does before and around a start.
import { afterEach, expect, it } from 'vitest';
import { rgbImage } from '../core/image/rgb-image';
import { InferenceClient } from './client';
import workerUrl from './inference.worker.ts?worker&url';

let client: InferenceClient | undefined;
const replaced: string[] = [];

function open(): InferenceClient {
  client = new InferenceClient({
    createWorker: () => new Worker(workerUrl, { type: 'module' }),
    backend: 'wasm',
    model: 'default',
    modelsUrl: new URL('/nowhere/', location.href).href,
    remembered: () => Promise.resolve([]),
    remember: () => Promise.resolve(),
    onreplaced: ({ message }) => replaced.push(message),
  });
  return client;
}
async function png(): Promise<Blob> {
  const canvas = new OffscreenCanvas(3, 2);
  canvas.getContext('2d')!.fillRect(0, 0, 3, 2);
  return canvas.convertToBlob();
}

afterEach(() => {
  client?.close();
  expect(replaced).toEqual([]);
});

it('decodes without a start', async () => {
  const image = await open().decode(await png());
  expect(image).toMatchObject({ width: 3, height: 2 });
  expect([...image.data.subarray(0, 3)]).toEqual([0, 0, 0]);
});

it('says in words what is wrong with a file', async () => {
  await expect(open().decode(new Blob(['GIF89a']))).rejects.toMatchObject({
    code: 'image-undecodable',
    reason: 'gif',
    message: expect.stringMatching(/GIF/) as string,
  });
});

it('says which model file is missing, and still decodes afterwards', async () => {
  const opened = open();
  await expect(opened.ready()).rejects.toMatchObject({ code: 'bundle-missing-file' });
  await expect(opened.decode(await png())).resolves.toMatchObject({ width: 3 });
});

it('does not classify without a model', async () => {
  const image = rgbImage(new Uint8ClampedArray(12), 2, 2);
  const result = open().classify(image, { left: 0, top: 0, side: 2 });
  await expect(result).rejects.toMatchObject({ code: 'bundle-missing-file' });
});

it('cancels a decode', async () => {
  const controller = new AbortController();
  const decoded = open().decode(await png(), controller.signal);
  setTimeout(() => controller.abort());
  await expect(decoded).rejects.toMatchObject({ name: 'AbortError' });
});
