// Does a little of a run and takes its time: the run's own code, on a few pictures of its
// set, with the replicas and the backend that it would have. What comes of it goes through
// core/run/estimate.
import { isLabelled, type LabelledSample } from '../core/data/manifest';
import { CoreError } from '../core/errors';
import { draftCard } from '../core/finish/draft-card';
import { unfinishedFiles } from '../core/finish/finish-bundle';
import { readBundle } from '../core/model/bundle';
import { loadModel } from '../core/model/load';
import { isFrozenBelow, type Measured } from '../core/run/estimate';
import { prepare } from '../core/run/prepare';
import type { TrainConfig } from '../core/train/config';
import type { BackendReport } from '../engine/backend';
import { readSetPicture, type LabPicture } from '../storage/lab/sets';
import { activationBytes, activationMemory } from './activation-store';
import type { MeasuredPart } from './estimate-protocol';
import { measureTraining } from './measure-training';
import { replicasOn } from './open-replicas';
import { runHost } from './run-host';
import { scorePictures } from './score-pictures';
import type { TrunkReply } from './trunk-protocol';

export interface MeasureOptions {
  readonly config: TrainConfig;
  readonly setId: string;
  readonly pictures: readonly LabPicture[];
  /** The backend that runs on this thread. */
  readonly backend: BackendReport;
  readonly workers: number;
  readonly modelsUrl: string;
  readonly onPart: (part: MeasuredPart) => void;
}

/** Pictures of each class that stand for all: at least so many, and two for each worker. */
const FEW = 4;
const FEW_VAL = 2;

const never = { aborted: false };

/** @throws CoreError as a run would, e.g. `out-of-memory`. */
export async function measureRun(options: MeasureOptions): Promise<Measured> {
  const { config, setId, backend: report, workers, modelsUrl, onPart } = options;
  const { backend, detail } = report;
  const replicas = replicasOn(backend, workers);
  const samples = fewOf(options.pictures, { train: Math.max(FEW, replicas), val: FEW_VAL });
  const trunk: TrunkReply[] = [];
  const starting = new Stopwatch();
  const readPicture = (file: string) => readSetPicture(setId, file);
  onPart('trunk');
  const host = runHost({
    ...{ readPicture, modelsUrl, workers, backend, stop: never },
    openActivations: (_name, shape) => Promise.resolve(activationMemory(shape)),
    onStage: () => undefined,
    onTrunk: (reply) => {
      trunk.push(reply);
      starting.mark(1);
    },
  });
  const prepared = await prepare({ config, samples, host });
  try {
    const { values, ...times } = await measureTraining({
      config,
      prepared,
      replicas,
      backend,
      onPart,
    });
    onPart('finishing');
    const finishing = new Stopwatch();
    const val = samples.filter(({ split }) => split === 'val');
    const files = unfinishedFiles({
      ...prepared.assemble(values),
      words: draftCard({ config, samples, from: 'a few pictures', backbone: 'not said: a try' }),
      stored: config.stored,
    });
    const bundle = await readBundle(async (name) => files.get(name)!);
    const model = await loadModel(bundle);
    await scorePictures({
      ...{ model, card: bundle.card, samples: val, readPicture },
      onDone: (done) => finishing.mark(done),
    });
    model.dispose();
    return {
      ...{ backend, detail, replicas, pictures: samples.length, ...times },
      startSeconds: times.startSeconds + starting.firstSeconds() + finishing.firstSeconds(),
      ...trunkTimes(trunk, replicas, prepared.train.source.shape),
      ...viewsKept(config, prepared.train.source.shape),
      finishSeconds: finishing.secondsEach(),
    };
  } finally {
    await prepared.close();
  }
}

// Each worker's time for a view while all of them are at work, but for what warms them up.
function trunkTimes(
  replies: readonly TrunkReply[],
  workers: number,
  shape: readonly number[],
): Pick<Measured, 'viewSeconds' | 'trunkBytes'> {
  if (replies.length === 0) return { viewSeconds: 0, trunkBytes: 0 };
  const warm = replies.filter(({ isFirst }) => !isFirst);
  const counted = warm.length > 0 ? warm : replies;
  const sum = (of: (reply: TrunkReply) => number) =>
    counted.reduce((all, reply) => all + of(reply), 0);
  const views = sum(({ values }) => values.length) / sizeOf(shape);
  return {
    viewSeconds: sum(({ seconds }) => seconds) / views / workers,
    trunkBytes: workers * Math.max(...replies.map(({ heapBytes }) => heapBytes)),
  };
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}

function viewsKept(
  config: TrainConfig,
  shape: readonly number[],
): Pick<Measured, 'viewBytes' | 'viewsKeptIn'> {
  const length = sizeOf(shape);
  if (!isFrozenBelow(config)) return { viewBytes: 0, viewsKeptIn: 'memory' };
  // Features lie in memory as float32, activations on disk.
  if (config.network.kind === 'frozen-head')
    return { viewBytes: 4 * length, viewsKeptIn: 'memory' };
  return { viewBytes: activationBytes({ rows: 1, views: 1, length }), viewsKeptIn: 'disk' };
}

// Pictures of both classes from all over the set: they may come in an order of their own.
function fewOf(
  pictures: readonly LabPicture[],
  few: { readonly train: number; readonly val: number },
): (LabPicture & LabelledSample)[] {
  const labelled = pictures.filter(isLabelled);
  return (['train', 'val'] as const).flatMap((split) =>
    ['benign', 'malignant'].flatMap((target) => {
      const own = labelled.filter((one) => one.split === split && one.target === target);
      if (own.length === 0) throw new CoreError('data-invalid', `no ${target} picture in ${split}`);
      const count = Math.min(few[split], own.length);
      return Array.from({ length: count }, (_, i) => own[Math.floor((i * own.length) / count)]);
    }),
  );
}

// Times between one thing and the next. The first of them warms up and is not counted.
class Stopwatch {
  readonly #marks = [performance.now() / 1000];

  /** `done`: how many things are done. */
  mark(done: number): void {
    this.#marks[done] ??= performance.now() / 1000;
  }

  /** From the beginning until the first was done; 0 where none was. */
  firstSeconds(): number {
    return this.#marks.length < 2 ? 0 : this.#marks[1] - this.#marks[0];
  }

  secondsEach(): number {
    const last = this.#marks.length - 1;
    return last < 2 ? 0 : (this.#marks[last] - this.#marks[1]) / (last - 1);
  }
}
