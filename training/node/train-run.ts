// One training run from data folders to a bundle, step by step.
import { createHash } from 'node:crypto';
import { appendFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isLabelled } from '../../src/core/data/manifest';
import { CoreError } from '../../src/core/errors';
import { buildExtractor } from '../../src/core/model/lesion-net';
import {
  spreadInPlace,
  typicalVariance,
  type SpreadScale,
} from '../../src/core/model/pooled-features';
import type { TrainConfig } from '../../src/core/train/config';
import { fitHead, type FeatureSet, type FitState } from '../../src/core/train/fit';
import type { Standardisation } from '../../src/core/train/head';
import type { BackendChoice } from '../../src/engine/backend';
import { openNodeBackend } from './backend';
import { loadBackbone } from './backbone';
import { loadCheckpoint, saveCheckpoint } from './checkpoint';
import { announceBackend } from './cli';
import { readDataSet, type FiledSample } from './dataset';
import { extractFeatures, type Features } from './feature-cache';
import { finishBundle } from './finish-bundle';
import { openProgress } from './progress';

export interface TrainRunOptions {
  readonly config: TrainConfig;
  readonly data: readonly string[];
  readonly out: string;
  readonly cache: string;
  readonly backend: BackendChoice;
  readonly workers: number;
  readonly resume: boolean;
  readonly judgeTest: boolean;
}

/** Log of a run: JSONL, one event a line, appended so that a resumed run keeps its past. */
export type LogEvent = (event: string, fields: object) => Promise<void>;

export async function trainRun(options: TrainRunOptions): Promise<void> {
  const { config, out, cache, resume } = options;
  await mkdir(out, { recursive: true });
  if (!resume) await rm(join(out, 'log.jsonl'), { force: true });
  const log: LogEvent = (event, fields) =>
    appendFile(
      join(out, 'log.jsonl'),
      `${JSON.stringify({ time: new Date().toISOString(), event, ...fields })}\n`,
    );

  const samples = await readSamples(options, log);
  const backend = await openNodeBackend(options.backend);
  announceBackend(backend);
  await log('backend', { backend: backend.backend, detail: backend.detail });
  const backbone = await loadBackbone(cache);

  const { model: extractor, layout } = buildExtractor({
    sizePx: config.preprocess.sizePx,
    ...config.trunk,
  });
  extractor.dispose();
  const extract = (split: 'train' | 'val', views: number) => {
    const own = samples.filter((sample) => sample.split === split);
    return extractFeatures({
      samples: own,
      views,
      config,
      layout,
      cacheFolder: cache,
      // The one chosen above: workers must not each choose for themselves.
      backend: backend.backend,
      workers: options.workers,
      progress: openProgress(`features of ${split}`, own.length),
    });
  };
  const train = await extract('train', 1 + config.views.augmented);
  const val = await extract('val', 1);
  const trainSet = usable(samples, 'train', train);
  const valSet = usable(samples, 'val', val);
  const unreadable = [...trainSet.unreadable, ...valSet.unreadable];
  unreadable.forEach((path) => console.error(`unreadable, left out: ${path}`));
  await log('features', { train: trainSet.rows.length, val: valSet.rows.length, unreadable });

  const scales = typicalVariance(rowsOf(train, trainSet.rows), layout);
  for (const row of rowsOf(train, trainSet.rows)) spreadInPlace(row, layout, scales);
  for (const row of rowsOf(val, valSet.rows)) spreadInPlace(row, layout, scales);
  const standard = standardise(train, trainSet.rows);

  const state = await fit(options, samples, log, {
    train: featureSet(train, trainSet, standard),
    val: featureSet(val, valSet, standard),
  });
  console.error(`kept epoch ${state.best.epoch}: AUROC on val ${state.best.valAuroc.toFixed(4)}`);
  await finishBundle({ ...options, samples, backbone, scales, standard, state, log });
}

async function readSamples(options: TrainRunOptions, log: LogEvent): Promise<FiledSample[]> {
  const { samples, badRows } = await readDataSet(options.data, options.config.seed);
  badRows.forEach(({ labels, line, reason }) => console.error(`${labels}:${line}: ${reason}`));
  const labelled = samples.filter(isLabelled);
  for (const split of ['train', 'val'] as const) {
    for (const target of ['benign', 'malignant']) {
      if (!labelled.some((s) => s.split === split && s.target === target)) {
        throw new CoreError('data-invalid', `no ${target} picture in split ${split}`);
      }
    }
  }
  const leftOut = samples.length - labelled.length;
  if (leftOut > 0) console.error(`${leftOut} rows are neither benign nor malignant: left out`);
  await log('data', {
    folders: options.data,
    samples: labelled.length,
    leftOut,
    badRows: badRows.length,
    config: options.config,
  });
  return labelled;
}

async function fit(
  { config, out, resume }: TrainRunOptions,
  samples: readonly FiledSample[],
  log: LogEvent,
  sets: { readonly train: FeatureSet; readonly val: FeatureSet },
): Promise<FitState> {
  const checkpoint = join(out, 'checkpoint.bin');
  const files = samples.map(({ file, target, split }) => [file, target, split]);
  const runKey = createHash('sha256')
    .update(JSON.stringify([config, files]))
    .digest('hex');
  const from = resume ? await loadCheckpoint(checkpoint, runKey) : undefined;
  if (from) console.error(`going on after epoch ${from.epoch}`);
  const steps = config.fit.epochs * Math.ceil(sets.train.rows / config.fit.batchSize);
  const progress = openProgress('training steps', steps);
  const state = await fitHead({
    config,
    ...sets,
    from,
    clock: () => performance.now() / 1000,
    onStep: (step) => progress.update(step),
    onEpoch: async (reached) => {
      await saveCheckpoint(checkpoint, runKey, reached);
      const record = reached.history[reached.history.length - 1];
      await log('epoch', record);
      console.error(
        `epoch ${record.epoch}: loss ${record.loss.toFixed(4)}, AUROC on val ${record.valAuroc.toFixed(4)}`,
      );
    },
  });
  progress.end();
  return state;
}

/** Rows of a feature matrix that hold a readable picture, with their target. */
interface Usable {
  readonly rows: readonly number[];
  readonly malignant: readonly boolean[];
  readonly unreadable: readonly string[];
}

function usable(samples: readonly FiledSample[], split: string, features: Features): Usable {
  const own = samples.filter((sample) => sample.split === split);
  const bad = new Set(features.unreadable);
  const rows: number[] = [];
  const malignant: boolean[] = [];
  own.forEach((sample, i) => {
    if (bad.has(i)) return;
    for (let view = 0; view < features.views; view++) {
      rows.push(i * features.views + view);
      malignant.push(sample.target === 'malignant');
    }
  });
  return { rows, malignant, unreadable: features.unreadable.map((i) => own[i].path) };
}

function* rowsOf({ vectors, length }: Features, rows: readonly number[]): Generator<Float32Array> {
  for (const row of rows) yield vectors.subarray(row * length, (row + 1) * length);
}

function standardise(features: Features, rows: readonly number[]): Standardisation {
  const sum = new Float64Array(features.length);
  const squares = new Float64Array(features.length);
  for (const row of rowsOf(features, rows)) {
    for (let c = 0; c < row.length; c++) {
      sum[c] += row[c];
      squares[c] += row[c] * row[c];
    }
  }
  const mean = Float32Array.from(sum, (total) => total / rows.length);
  const deviation = Float32Array.from(squares, (total, c) =>
    // A feature that never varies would divide by zero; it carries nothing either way.
    Math.max(Math.sqrt(Math.max(0, total / rows.length - mean[c] ** 2)), 1e-4),
  );
  return { mean, deviation };
}

function featureSet(
  { vectors, length }: Features,
  { rows, malignant }: Usable,
  { mean, deviation }: Standardisation,
): FeatureSet {
  return {
    rows: rows.length,
    features: length,
    read(i, target) {
      const from = rows[i] * length;
      for (let c = 0; c < length; c++) target[c] = (vectors[from + c] - mean[c]) / deviation[c];
    },
    isMalignant: (i) => malignant[i],
  };
}

/** What `finishBundle` needs of a run. */
export interface FinishedRun extends TrainRunOptions {
  readonly samples: readonly FiledSample[];
  readonly backbone: Awaited<ReturnType<typeof loadBackbone>>;
  readonly scales: readonly SpreadScale[];
  readonly standard: Standardisation;
  readonly state: FitState;
  readonly log: LogEvent;
}
