// Features of every view of every picture, computed once by worker threads and kept on
// disk as float16 in chunks. A chunk is written whole, so a kill loses at most the chunk
// each worker was on, and the next run goes on behind it.
import { Float16Array } from '@petamoriken/float16';
import { createHash } from 'node:crypto';
import { access, mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { TrainConfig } from '../../src/core/train/config';
import type { VectorLayout } from '../../src/core/model/pooled-features';
import { backboneHash } from './backbone';
import type { FiledSample } from './dataset';
import type { Progress } from './progress';

/** What a worker is started with. */
export interface ExtractJob {
  readonly config: TrainConfig;
  readonly cacheFolder: string;
  readonly backend: string;
}

/** One chunk of pictures; `views` vectors each (the plain one first). */
export interface ChunkOrder {
  readonly path: string;
  readonly views: number;
  readonly pictures: readonly { readonly path: string; readonly seed: string }[];
}

/** What a worker answers: how many pictures are done, or that the chunk is. */
export type ExtractReply =
  { readonly kind: 'picture' } | { readonly kind: 'chunk'; readonly backend: string };

const PICTURES_PER_CHUNK = 128;

// tsx does not reach into worker threads by itself: each must register it before it can
// import TypeScript.
const workerBootstrap = `
  import('tsx/esm/api').then(({ register }) => {
    register();
    return import(${JSON.stringify(new URL('./extract.worker.ts', import.meta.url).href)});
  });
`;

export interface Features {
  /** float32 [pictures × views, length], row-major: pictures in order, then views. */
  readonly vectors: Float32Array;
  readonly views: number;
  readonly length: number;
  /** Indices of pictures that could not be read; their rows are NaN. */
  readonly unreadable: readonly number[];
}

export interface ExtractOptions {
  readonly samples: readonly FiledSample[];
  readonly views: number;
  readonly config: TrainConfig;
  readonly layout: VectorLayout;
  readonly cacheFolder: string;
  readonly backend: string;
  readonly workers: number;
  readonly progress: Progress;
}

/** Extracts what is not cached yet and reads all of it. */
export async function extractFeatures(options: ExtractOptions): Promise<Features> {
  const { samples, views, layout, progress } = options;
  const chunks = await planChunks(options);
  const missing: ChunkOrder[] = [];
  let done = 0;
  for (const chunk of chunks) {
    if (await exists(chunk.path)) done += chunk.pictures.length;
    else missing.push(chunk);
  }
  progress.update(done);
  const workers = Math.min(options.workers, missing.length);
  await Promise.all(
    Array.from({ length: workers }, () =>
      runWorker(options, missing, () => progress.update(++done)),
    ),
  );
  progress.end();
  const length = layout.reduce((sum, { channels }) => sum + 2 * channels, 0);
  const vectors = new Float32Array(samples.length * views * length);
  let offset = 0;
  for (const { path, pictures } of chunks) {
    const bytes = await readFile(path);
    const expected = pictures.length * views * length * 2;
    if (bytes.length !== expected) {
      throw new Error(`cache file ${path} has ${bytes.length} of ${expected} bytes; delete it`);
    }
    const half = new Float16Array(
      bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
    );
    vectors.set(half, offset);
    offset += half.length;
  }
  const unreadable = samples
    .map((_, i) => i)
    .filter((i) => Number.isNaN(vectors[i * views * length]));
  return { vectors, views, length, unreadable };
}

// The key covers everything the numbers depend on, save edits of a picture
// that keep its size, and the backend.
async function planChunks(options: ExtractOptions): Promise<ChunkOrder[]> {
  const { samples, views, config, cacheFolder } = options;
  const chunks: ChunkOrder[] = [];
  for (let from = 0; from < samples.length; from += PICTURES_PER_CHUNK) {
    const own = samples.slice(from, from + PICTURES_PER_CHUNK);
    const files = await Promise.all(
      own.map(async ({ path }) => {
        const found = await stat(path).catch(() => null);
        return [path, found?.size ?? -1];
      }),
    );
    const key = createHash('sha256')
      .update(
        JSON.stringify([
          'features-v1',
          backboneHash,
          config.trunk,
          config.preprocess,
          views > 1 ? config.views.augment : null,
          views > 1 ? config.seed : null,
          views,
          files,
        ]),
      )
      .digest('hex');
    chunks.push({
      path: join(cacheFolder, 'features', `${key.slice(0, 24)}.f16`),
      views,
      pictures: own.map(({ path, file }) => ({ path, seed: file })),
    });
  }
  await mkdir(join(cacheFolder, 'features'), { recursive: true });
  return chunks;
}

function runWorker(
  { config, cacheFolder, backend }: ExtractOptions,
  queue: ChunkOrder[],
  onPicture: () => void,
): Promise<void> {
  const workerData: ExtractJob = { config, cacheFolder, backend };
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerBootstrap, { workerData, eval: true });
    const next = () => {
      const chunk = queue.shift();
      if (chunk) worker.postMessage(chunk);
      else void worker.terminate().then(() => resolve());
    };
    worker.on('message', (reply: ExtractReply) =>
      reply.kind === 'picture' ? onPicture() : next(),
    );
    worker.on('error', reject);
    worker.on('exit', (code) => code > 1 && reject(new Error(`extraction worker ended: ${code}`)));
    next();
  });
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
