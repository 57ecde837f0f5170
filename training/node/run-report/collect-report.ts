// A finished run's folder and its pictures → its report.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { arch, cpus, platform, release } from 'node:os';
import { group, rollup } from 'd3-array';
import sharp from 'sharp';
import { version_core } from '@tensorflow/tfjs-core';
import { reliability } from '../../../src/core/evaluate/calibration';
import { rocCurve } from '../../../src/core/evaluate/roc';
import { isLabelled } from '../../../src/core/data/manifest';
import { CoreError } from '../../../src/core/errors';
import type { ModelBundle } from '../../../src/core/model/bundle';
import type { FiledSample } from '../dataset';
import { reportOf, type CalibratedCard } from '../../../src/core/figures/report';
import type { Progress } from '../progress';
import { readRunLog } from '../run-log';
import { rate, type ScoredSample } from '../../../src/core/figures/scored';
import type { Mistake, RunReport } from './run-report';

export interface CollectOptions {
  /** Folder of the run. */
  readonly run: string;
  readonly bundle: ModelBundle;
  readonly folders: readonly string[];
  /** All labelled pictures of the run. */
  readonly samples: readonly FiledSample[];
  /** Those of `split`, as the bundle judges them. */
  readonly scored: readonly ScoredSample<FiledSample>[];
  readonly split: string;
  readonly backend: string;
  readonly progress: Progress;
}

const MISTAKES_OF_A_KIND = 8;
const THUMBNAIL_PX = 144;

/** @throws CoreError `data-invalid` without a log, `bundle-malformed` without a calibration. */
export async function collectReport(options: CollectOptions): Promise<RunReport> {
  const { run, bundle, folders, samples, scored, split, backend, progress } = options;
  const { card, hash } = bundle;
  const { calibration, thresholds } = card;
  if (!calibration || !thresholds) {
    throw new CoreError('bundle-malformed', `${card.name} is not calibrated; nothing to report`);
  }
  const judging: CalibratedCard = { ...card, calibration, thresholds };
  const { figures } = reportOf(scored, judging, split);
  if (!figures) throw new CoreError('data-invalid', `no labelled picture in split ${split}`);
  const rows = scored
    .filter(({ sample }) => isLabelled(sample))
    .map((row) => rate(row, calibration));
  const cases = rows.map(({ probability, malignant }) => ({ score: probability, malignant }));
  const { name, version, description } = card;
  const log = await readRunLog(run);
  const ended = log.last('fit')?.reason;
  return {
    version: 1,
    model: { name, version, description, hash },
    config: card.provenance.config,
    seed: card.provenance.seed,
    madeAt: new Date().toISOString(),
    environment: {
      node: process.version,
      system: `${platform()} ${release()} ${arch()}`,
      processor: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`,
      tfjs: version_core,
      'judged on': backend,
    },
    data: {
      folders,
      counts: Object.fromEntries(
        [...group(samples, (sample) => sample.split)].map(([of, own]) => [
          of,
          Object.fromEntries(
            rollup(
              own,
              (all) => all.length,
              ({ target }) => target,
            ),
          ),
        ]),
      ),
      hash: await hashOf(samples, progress),
    },
    epochs: log.epochs,
    ended: typeof ended === 'string' ? ended : 'not ended',
    split,
    evaluations: [
      figures.pooled,
      figures.withoutActinicKeratosis,
      ...figures.bySource,
      ...figures.byUpstream,
      ...figures.byDiagnosis,
      ...figures.bySex,
      ...figures.byAge,
      ...figures.bySite,
    ],
    decision: figures.decision,
    roc: rocCurve(cases),
    reliability: reliability(rows),
    mistakes: await worstOf(rows),
  };
}

async function hashOf(samples: readonly FiledSample[], progress: Progress): Promise<string> {
  const whole = createHash('sha256');
  const sorted = [...samples].sort((a, b) => (a.file < b.file ? -1 : 1));
  for (const [i, { file, target, split, path }] of sorted.entries()) {
    const content = await readFile(path).then(
      (bytes) => createHash('sha256').update(bytes).digest('hex'),
      () => 'unreadable',
    );
    whole.update(`${[file, target, split, content].join('\t')}\n`);
    progress.update(i + 1);
  }
  progress.end();
  return whole.digest('hex');
}

async function worstOf(
  rows: readonly { sample: FiledSample; probability: number; malignant: boolean }[],
): Promise<Mistake[]> {
  const missed = rows
    .filter(({ malignant }) => malignant)
    .sort((a, b) => a.probability - b.probability);
  const alarms = rows
    .filter(({ malignant }) => !malignant)
    .sort((a, b) => b.probability - a.probability);
  const worst = [...missed.slice(0, MISTAKES_OF_A_KIND), ...alarms.slice(0, MISTAKES_OF_A_KIND)];
  const mistakes: Mistake[] = [];
  for (const { sample, probability } of worst) {
    const { file, target, diagnosis, path } = sample;
    mistakes.push({ file, target, diagnosis, probability, picture: await thumbnail(path) });
  }
  return mistakes;
}

async function thumbnail(path: string): Promise<string | null> {
  try {
    const bytes = await sharp(path)
      .rotate()
      .resize(THUMBNAIL_PX, THUMBNAIL_PX)
      .jpeg({ quality: 75 })
      .toBuffer();
    return `data:image/jpeg;base64,${bytes.toString('base64')}`;
  } catch {
    return null;
  }
}
