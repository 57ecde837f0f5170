// One training run from data folders to a bundle, step by step.
import { createHash } from 'node:crypto';
import { appendFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isLabelled } from '../../src/core/data/manifest';
import { CoreError } from '../../src/core/errors';
import { buildExtractor } from '../../src/core/model/lesion-net';
import { spreadInPlace, typicalVariance } from '../../src/core/model/pooled-features';
import { fitHead, type FeatureSet, type FitState } from '../../src/core/train/fit';
import { openNodeBackend } from './backend';
import { loadBackbone } from './backbone';
import { loadCheckpoint, saveCheckpoint } from './checkpoint';
import { announceBackend } from './cli';
import { readDataSet, type FiledSample } from './dataset';
import { extractFeatures } from './feature-cache';
import { featureSet, rowsOf, standardise, usable } from './feature-set';
import { finishBundle } from './finish-bundle';
import { openProgress } from './progress';
import type { LogEvent, TrainRunOptions } from './run';

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
  const unsplit = labelled.filter(({ split }) => split === 'none').length;
  if (unsplit > 0) console.error(`${unsplit} rows stand in no split: not used`);
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
