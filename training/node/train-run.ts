// One training run from data folders to a bundle, step by step.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isLabelled } from '../../src/core/data/manifest';
import { CoreError } from '../../src/core/errors';
import { writeScores } from '../../src/core/figures/scores-file';
import type { NamedWeight } from '../../src/core/model/weights';
import { draftCard } from '../../src/core/finish/draft-card';
import { unfinishedFiles, type TrainedNetwork } from '../../src/core/finish/finish-bundle';
import { openNodeBackend } from './backend';
import { backboneProvenance } from './backbone';
import { announceBackend } from './cli';
import { readDataSet, readGateSamples, type FiledSample } from './dataset';
import { readBundleFolder, writeBundleFolder, writeWhole } from './bundle-fs';
import { finishOnDisk } from './finish/finish-on-disk';
import { prepare } from '../../src/core/run/prepare';
import { nodeHost } from './run-host';
import { trainOnDisk } from './train-on-disk';
import type { TrainRunOptions } from './run';
import { openRunLog } from './run-log';
import { readRunPictures } from './run-pictures';
import { writeReport } from './run-report/write-report';

/** Runs it to its end, or to a stop that `--resume` can take up: false then. */
export async function trainRun(options: TrainRunOptions): Promise<boolean> {
  const { out, resume } = options;
  await mkdir(out, { recursive: true });
  const { samples, badRows, leftOut } = await readSamples(options);
  const gateSamples = await readGateSamples(options.gateData, options.config.seed);
  const backend = await openNodeBackend(options.backend);
  announceBackend(backend);
  // Not before the inputs were found good: a mistyped path must not cost an old run its log.
  const log = await openRunLog(out, resume);
  const { config, data } = options;
  await log('data', { folders: data, samples: samples.length, leftOut, badRows, config });
  await log('backend', { backend: backend.backend, detail: backend.detail });
  // Threads must not each choose for themselves.
  const chosen = backend.backend;
  const host = nodeHost({ ...options, backend: chosen });
  const prepared = await prepare({ config, samples, host });
  try {
    const unreadable = prepared.unreadable.map(({ path }) => path);
    unreadable.forEach((path) => console.error(`unreadable, left out: ${path}`));
    await log('prepared', { network: prepared.network, unreadable });
    const bad = new Set(prepared.unreadable);
    const usable = samples.filter((sample) => !bad.has(sample));
    const trained = (values: readonly NamedWeight[]): TrainedNetwork => ({
      ...prepared.assemble(values),
      words: draftCard({
        ...{ config, samples: usable, backbone: backboneProvenance },
        from: `${data.length} data folder(s)`,
      }),
      stored: config.stored,
    });
    const { values, stopped } = await trainOnDisk({
      ...options,
      prepared,
      samples,
      chosen,
      log,
      keep: (name, kept) => writeBundleFolder(join(out, name), unfinishedFiles(trained(kept))),
    });
    if (!stopped) {
      const folder = join(out, 'bundle');
      const { thresholds: promises, seed } = config;
      const { judgeTest } = options;
      const network = trained(values);
      const scored = await finishOnDisk(
        { network, promises, samples: usable, gateSamples, seed, judgeTest },
        folder,
        log,
      );
      const split = judgeTest ? 'test' : 'val';
      await writeWhole(join(out, 'scores', `${split}.json`), writeScores(scored));
      await writeReport(out, {
        ...{ run: out, bundle: await readBundleFolder(folder), folders: data, samples: usable },
        ...{ scored, split, backend: chosen },
      });
    }
    return !stopped;
  } finally {
    await prepared.close();
  }
}

async function readSamples(options: TrainRunOptions): Promise<{
  readonly samples: readonly FiledSample[];
  readonly badRows: number;
  readonly leftOut: number;
}> {
  const { out, resume, data } = options;
  const own = resume ? await readRunPictures(out, data) : null;
  if (own) return { samples: own, badRows: 0, leftOut: 0 };
  const { samples, badRows } = await readDataSet(options.data, options.config.seed, options);
  badRows.forEach(({ labels, line, reason }) => console.error(`${labels}:${line}: ${reason}`));
  const { leaveOut } = options;
  if (leaveOut !== undefined && !samples.some(({ source }) => source === leaveOut)) {
    throw new CoreError('data-invalid', `no picture is of the source ${leaveOut}`);
  }
  const all = samples
    .filter(isLabelled)
    .filter(({ source, split }) => source !== leaveOut || split === 'test');
  const labelled = options.choose?.(all) ?? all;
  for (const split of ['train', 'val'] as const) {
    for (const target of ['benign', 'malignant']) {
      if (!labelled.some((s) => s.split === split && s.target === target)) {
        throw new CoreError('data-invalid', `no ${target} picture in split ${split}`);
      }
    }
  }
  const unsplit = labelled.filter(({ split }) => split === 'none').length;
  if (unsplit > 0) console.error(`${unsplit} rows stand in no split: not used`);
  const leftOut = samples.filter((sample) => !isLabelled(sample)).length;
  if (leftOut > 0) console.error(`${leftOut} rows are neither benign nor malignant: left out`);
  return { samples: labelled, badRows: badRows.length, leftOut };
}
