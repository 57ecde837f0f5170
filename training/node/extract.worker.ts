// Worker thread: pictures → views → trunk → pooled moments → one cache file per chunk.
import { Float16Array } from '@petamoriken/float16';
import { tensor4d, tidy, type Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { parentPort, workerData } from 'node:worker_threads';
import { augmentToInput } from '../../src/core/augment';
import type { RgbImage } from '../../src/core/image/rgb-image';
import { buildExtractor, setWeights } from '../../src/core/model/lesion-net';
import { foldTrunkWeights } from '../../src/core/model/mobilenet-v2';
import { batchInput, cropToInput } from '../../src/core/preprocess';
import { seededRandom } from '../../src/core/random';
import type { BackendChoice } from '../../src/engine/backend';
import { openNodeBackend } from './backend';
import { loadBackbone } from './backbone';
import { writeWhole } from './bundle-fs';
import { decodeFile } from './decode';
import type { ChunkOrder, ExtractJob, ExtractReply } from './feature-cache';

const { config, cacheFolder, backend } = workerData as ExtractJob;
const port = parentPort!;

async function start(): Promise<void> {
  const report = await openNodeBackend(backend as BackendChoice);
  const { sizePx } = config.preprocess;
  const { model } = buildExtractor({ sizePx, ...config.trunk });
  setWeights(model, foldTrunkWeights(await loadBackbone(cacheFolder), config.trunk.lastBlock));
  port.on('message', (chunk: ChunkOrder) => {
    extractChunk(model, chunk).then(
      () => port.postMessage({ kind: 'chunk', backend: report.backend } satisfies ExtractReply),
      // Thrown outside the promise, so that it reaches the parent's 'error'.
      (error: unknown) =>
        setImmediate(() => {
          throw error;
        }),
    );
  });
}

async function extractChunk(model: LayersModel, { path, views, pictures }: ChunkOrder) {
  const rows: Float32Array[][] = [];
  for (const picture of pictures) {
    const image = await decodeFile(picture.path).catch(() => null);
    const length = model.outputs.reduce((sum, output) => sum + output.shape[1]!, 0);
    rows.push(
      image
        ? await momentsOf(model, viewsOf(image, views, picture.seed))
        : Array.from({ length: views }, () => new Float32Array(length).fill(NaN)),
    );
    port.postMessage({ kind: 'picture' } satisfies ExtractReply);
  }
  const flat = rows.flat();
  const half = new Float16Array(flat.length * flat[0].length);
  flat.forEach((row, i) => half.set(row, i * row.length));
  await writeWhole(path, new Uint8Array(half.buffer));
}

function viewsOf(image: RgbImage, views: number, seed: string): RgbImage[] {
  const plain = cropToInput(image, config.preprocess);
  const changed = Array.from({ length: views - 1 }, (_, k) =>
    augmentToInput(
      image,
      config.preprocess,
      config.views.augment,
      seededRandom(config.seed, 'view', seed, k),
    ),
  );
  return [plain, ...changed];
}

/** Per view: of every tap its means, then its variances. */
async function momentsOf(model: LayersModel, views: readonly RgbImage[]): Promise<Float32Array[]> {
  const { sizePx } = config.preprocess;
  const outputs = tidy(() => {
    const batch = tensor4d(batchInput(views, config.preprocess), [views.length, sizePx, sizePx, 3]);
    return model.predictOnBatch(batch) as Tensor[];
  });
  const values = await Promise.all(outputs.map((output) => output.data<'float32'>()));
  outputs.forEach((output) => output.dispose());
  return views.map((_, view) => {
    const parts: number[] = [];
    for (let tap = 0; tap < values.length; tap += 2) {
      const channels = values[tap].length / views.length;
      const means = values[tap].subarray(view * channels, (view + 1) * channels);
      const squares = values[tap + 1].subarray(view * channels, (view + 1) * channels);
      parts.push(...means);
      for (let c = 0; c < channels; c++) {
        parts.push(Math.max(0, squares[c] - means[c] * means[c]));
      }
    }
    return Float32Array.from(parts);
  });
}

void start();
