// Leads a training run of the Lab from its stored pictures to its stored bundle: what
// training/node/train-run.ts does in Node, with the same core.
import { StoppedError } from '../core/data/stopped';
import { CoreError } from '../core/errors';
import { draftCard } from '../core/finish/draft-card';
import { finishBundle, unfinishedFiles, type TrainedNetwork } from '../core/finish/finish-bundle';
import { writeScores } from '../core/figures/scores-file';
import type { NamedWeight } from '../core/model/weights';
import { readCheckpoint, writeCheckpoint } from '../core/run/checkpoint';
import { prepare } from '../core/run/prepare';
import type { Prepared } from '../core/run/prepared';
import { runKeyOf } from '../core/run/run-key';
import { trainNetwork } from '../core/run/train-network';
import { parseTrainConfig, type TrainConfig } from '../core/train/config';
import type { RunControl } from '../core/train/control';
import type { BackendChoice, BackendName } from '../engine/backend';
import { selectBackend } from '../engine/select';
import type { Used } from '../storage/db';
import {
  changeRun,
  readRun,
  readRunFile,
  saveRunFiles,
  type LabRun,
  type RunState,
} from '../storage/lab/runs';
import { removeActivations } from '../storage/lab/activations';
import { readSet, readSetPicture, type LabPicture } from '../storage/lab/sets';
import { activationBytes } from './activation-store';
import { openActivations } from './open-activations';
import { openReplicas, replicasOn } from './open-replicas';
import { appendLine, textOfRun } from './run-files';
import { runHost } from './run-host';
import { pictureFile, picturesOfRun, type UsedPicture } from './run-pictures';
import { scorePictures } from './score-pictures';
import { tabHost } from './tab-host';
import type { FromTrainer } from './training-protocol';

export interface LeadOptions {
  readonly runId: string;
  readonly backend: BackendChoice;
  readonly workers: number;
  readonly modelsUrl: string;
  readonly control: RunControl;
  /** Whether a stopped run is to be finished with what it has, asked once it has stopped. */
  readonly endsEarly: () => boolean;
  readonly tell: (message: FromTrainer) => void;
}

/** Files of a run in storage. */
export const CHECKPOINT = 'checkpoint.bin';
export const BUNDLE = 'bundle';

/**
 * Trains, finishes and stores; the run's record says how it ended.
 * @throws CoreError for what went wrong, once the record says so.
 */
export async function leadRun(options: LeadOptions): Promise<RunState> {
  const { runId, tell } = options;
  try {
    const { state, reason } = await train(options, await begun(runId));
    // A run that can go on will want them again.
    if (state === 'finished') await removeActivations(runId);
    await changed(runId, () => ({ state, ending: reason }));
    tell({ kind: 'ended', state, reason });
    return state;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    // Told to stop while it was getting ready: what is kept by then is not computed again.
    const state = error instanceof StoppedError ? 'stopped' : 'failed';
    await changeRun(runId, () => ({ state, ending: reason }));
    tell({ kind: 'ended', state, reason });
    if (state === 'stopped') return state;
    throw error;
  }
}

interface Begun {
  readonly run: LabRun;
  readonly config: TrainConfig;
  readonly samples: readonly UsedPicture[];
}

async function begun(runId: string): Promise<Begun> {
  const run = await readRun(runId);
  if (!run) throw new CoreError('data-invalid', 'the run is gone');
  const set = await readSet(run.setId);
  if (!set) throw new CoreError('data-invalid', 'the pictures of the run are gone');
  const config = parseTrainConfig(JSON.parse(run.config));
  const samples = await picturesOfRun(run, set);
  for (const split of ['train', 'val'] as const) {
    for (const target of ['benign', 'malignant']) {
      if (!samples.some((sample) => sample.split === split && sample.target === target)) {
        throw new CoreError('data-invalid', `no ${target} picture in split ${split}`);
      }
    }
  }
  return { run, config, samples };
}

async function train(
  { runId, backend: choice, workers, modelsUrl, control, endsEarly, tell }: LeadOptions,
  { run: { setId }, config, samples }: Begun,
): Promise<{ readonly state: RunState; readonly reason: string }> {
  const report = await selectBackend(tabHost, { choice });
  const { backend, detail } = report;
  tell({ kind: 'backend', report });
  await changed(runId, () => ({ state: 'begun', ending: '', backend: `${backend}, ${detail}` }));
  const readPicture = (file: string) => readSetPicture(setId, file);
  const onStage = (stage: Extract<FromTrainer, { kind: 'stage' }>['stage']) =>
    tell({ kind: 'stage', stage });
  const host = runHost({
    ...{ readPicture, modelsUrl, workers, backend, stop: control, onStage },
    openActivations: async (name, shape) => {
      const store = await openActivations(runId, name, shape);
      if (store.keptIn === 'memory') tell({ kind: 'in-memory', bytes: activationBytes(shape) });
      return store;
    },
  });
  const prepared = await prepare({ config, samples, host });
  try {
    const trained = (values: readonly NamedWeight[]): TrainedNetwork => ({
      ...prepared.assemble(values),
      words: draftCard({
        ...{ config, samples, from: 'a set of pictures in the Lab' },
        backbone: 'the trunk of a shipped model; its card says where that began',
      }),
      stored: config.stored,
    });
    const runKey = runKeyOf(config, samples);
    await saved(runId, pictureFile(samples));
    const { values, end } = await trainValues({
      ...{ runId, runKey, backend, workers, control, tell, config, prepared, trained },
    });
    const { reason } = end;
    if (control.aborted && !endsEarly()) return { state: 'stopped', reason };
    await finish(runId, config, samples, trained(values), (sampled, what) => ({
      ...{ samples: sampled, readPicture },
      onDone: (done) => onStage({ what: 'judging', of: what, done, total: sampled.length }),
    }));
    return { state: 'finished', reason };
  } finally {
    await prepared.close();
  }
}

interface TrainValuesOptions {
  readonly runId: string;
  readonly runKey: string;
  readonly backend: BackendName;
  readonly workers: number;
  readonly control: RunControl;
  readonly tell: LeadOptions['tell'];
  readonly config: TrainConfig;
  readonly prepared: Prepared<LabPicture>;
  readonly trained: (values: readonly NamedWeight[]) => TrainedNetwork;
}

async function trainValues(options: TrainValuesOptions) {
  const { runId, runKey, backend, workers, control, tell, config, prepared, trained } = options;
  const kept = await readRunFile(runId, CHECKPOINT);
  const from = kept ? readCheckpoint(kept, CHECKPOINT, runKey).state : undefined;
  const replicas = replicasOn(backend, workers);
  let heapBytes = () => 0;
  return trainNetwork({
    ...{ config, prepared, control, from },
    host: {
      replicas,
      openReplicas: async (network, values) => {
        const group = await openReplicas({
          ...{ network, values, replicas, backend },
          onReplaced: ({ message }) => tell({ kind: 'replaced', reason: message }),
        });
        heapBytes = () => group.heapBytes;
        return group;
      },
      saveState: (state) =>
        saved(runId, new Map([[CHECKPOINT, writeCheckpoint({ runKey, backend }, state)]])),
      keep: (name, values) => saved(runId, within(name, unfinishedFiles(trained(values)))),
      textSink: (name) => textOfRun(runId, name),
      clock: () => performance.now() / 1000,
    },
    onStep: (step) => tell({ kind: 'step', step, heapBytes: heapBytes() }),
    onEpoch: async (log) => {
      await appendLine(runId, 'log', { time: new Date().toISOString(), event: 'epoch', ...log });
      // A run that was killed may tell an epoch twice.
      await changed(runId, ({ epochs }) => ({
        epochs: [...epochs.filter(({ epoch }) => epoch < log.epoch), log],
      }));
      tell({ kind: 'epoch', log });
    },
  });
}

async function finish(
  runId: string,
  config: TrainConfig,
  samples: readonly UsedPicture[],
  network: TrainedNetwork,
  asked: (
    samples: readonly LabPicture[],
    what: string,
  ) => Omit<Parameters<typeof scorePictures>[0], 'model' | 'card'>,
): Promise<void> {
  const finished = await finishBundle<LabPicture>(
    {
      ...{ network, samples, gateSamples: [], seed: config.seed },
      promises: config.thresholds,
      // That is for the person to ask for, and it is counted.
      judgeTest: false,
    },
    {
      score: (model, card, sampled, what) =>
        scorePictures({ model, card, ...asked(sampled, what) }),
      fitGate: () => Promise.reject(new CoreError('config-invalid', 'there is nothing to gate')),
    },
  );
  await saved(
    runId,
    new Map([...within(BUNDLE, finished.files), ['scores/val.json', writeScores(finished.scored)]]),
  );
}

function within(folder: string, files: ReadonlyMap<string, Uint8Array>): Map<string, Uint8Array> {
  return new Map([...files].map(([name, bytes]) => [`${folder}/${name}`, bytes]));
}

async function saved(runId: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  assertDone(await saveRunFiles(runId, files));
}

async function changed(runId: string, change: Parameters<typeof changeRun>[1]): Promise<void> {
  if (assertDone(await changeRun(runId, change)) === null) {
    throw new CoreError('data-invalid', 'the run was deleted');
  }
}

// A run whose progress cannot be kept must not go on as if it were.
function assertDone<T>(used: Used<T>): T {
  if (used.kind === 'done') return used.value;
  throw new CoreError('data-invalid', `the browser keeps nothing more: ${used.detail}`);
}
