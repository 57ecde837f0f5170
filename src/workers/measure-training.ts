// A step of training and one of judging, taken with the replicas that a run would have and
// forgotten again.
import { LEFT_OUT, type Batch, type PlannedRow } from '../core/data/batches';
import type { Sample } from '../core/data/manifest';
import type { NamedWeight } from '../core/model/weights';
import type { Measured } from '../core/run/estimate';
import type { Prepared } from '../core/run/prepared';
import type { TrainConfig } from '../core/train/config';
import { cutBatch } from '../core/train/micro-batches';
import { createNetwork } from '../core/train/networks/create-network';
import { createOptimizer } from '../core/train/optimizers/create-optimizer';
import { layOut } from '../core/train/parameters';
import { initialValues, namedValues } from '../core/train/values';
import type { BackendName } from '../engine/backend';
import type { MeasuredPart } from './estimate-protocol';
import { openReplicas } from './open-replicas';

export interface MeasureTrainingOptions {
  readonly config: TrainConfig;
  readonly prepared: Prepared<Sample>;
  readonly replicas: number;
  readonly backend: BackendName;
  readonly onPart: (part: MeasuredPart) => void;
}

type Times = Pick<
  Measured,
  | 'startSeconds'
  | 'roundSeconds'
  | 'roundRows'
  | 'updateSeconds'
  | 'judgeSeconds'
  | 'heapBytes'
  | 'weightBytes'
  | 'batchBytes'
>;

/** What takes less is done several times: single ones waver. */
const ENOUGH_SECONDS = 1;
const MOST_TIMES = 10;
/** Batches that training holds: two read ahead, the one at work, and its pieces. */
const BATCHES_HELD = 4;
/** Arrays of the size of the weights: values, the last good ones, the gradient. */
const ARRAYS_HELD = 3;

/**
 * Takes the times, and gives the start values too.
 * @throws CoreError as training would.
 */
export async function measureTraining({
  config: { fit, seed },
  prepared,
  replicas,
  backend,
  onPart,
}: MeasureTrainingOptions): Promise<Times & { readonly values: readonly NamedWeight[] }> {
  onPart('steps');
  const started = performance.now();
  const network = createNetwork(prepared.network);
  const values = initialValues(network, seed, prepared.known);
  const start = namedValues(network, values);
  const optimizer = createOptimizer(fit.optimizer, layOut(network.parameters));
  const { source, labels, views } = prepared.train;
  const { source: valSource } = prepared.val;
  const rows = Math.min(fit.batchSize, replicas * fit.microBatch);
  const usable = [...labels.keys()].filter((row) => labels[row] !== LEFT_OUT);
  const asked = planOf(usable, views, rows);
  // As core/train/judge cuts them.
  const judgedAtOnce = 2 * fit.microBatch;
  const judged = planOf([...Array(valSource.rows).keys()], 1, replicas * judgedAtOnce);
  const group = await openReplicas({
    ...{ network: prepared.network, values, replicas, backend },
    onReplaced: () => undefined,
  });
  const gradientOf = (batch: Batch) =>
    group.gradient(cutBatch(batch, { ...fit, labels: source.labels, seed: 'measured' }));
  const judge = async () => {
    const { xs } = await valSource.read(judged);
    await group.logits(partsOf(xs, judged.length, judgedAtOnce));
  };
  try {
    // The first of everything warms up: workers start, GPUs compile their programs.
    const batch = await source.read(asked);
    await gradientOf(batch);
    await judge();
    const startSeconds = (performance.now() - started) / 1000;
    // In training the next pictures are read while a step is at work.
    const roundSeconds = await secondsOf(() =>
      Promise.all([gradientOf(batch), source.read(asked)]),
    );
    const { gradient } = await gradientOf(batch);
    const updateSeconds = await secondsOf(() =>
      Promise.resolve(optimizer.step(values.weights, gradient, fit.learningRate)),
    );
    onPart('judging');
    const judgeSeconds = (await secondsOf(judge)) / judged.length;
    const slots = Object.values(optimizer.state().slots);
    const arrays = ARRAYS_HELD + fit.callbacks.filter(keepsWeights).length;
    const slotFloats = slots.reduce((sum, { length }) => sum + length, 0);
    return {
      ...{ values: start, startSeconds, roundSeconds, updateSeconds, judgeSeconds },
      roundRows: Math.min(rows, fit.microBatch),
      heapBytes: group.heapBytes,
      weightBytes: 4 * (arrays * values.all.length + slotFloats),
      batchBytes: 4 * BATCHES_HELD * fit.batchSize * (batch.xs.length / rows),
    };
  } finally {
    await group.close();
  }
}

/** `rows` places for the usable ones by turns, each time in another view. */
function planOf(usable: readonly number[], views: number, rows: number): PlannedRow[] {
  return Array.from({ length: rows }, (_, i) => {
    const turn = Math.floor(i / usable.length);
    return { row: usable[i % usable.length], view: views === Infinity ? 1 + turn : turn % views };
  });
}

function partsOf(xs: Float32Array, rows: number, atOnce: number) {
  const size = xs.length / rows;
  return Array.from({ length: rows / atOnce }, (_, i) => ({
    rows: atOnce,
    xs: xs.slice(i * atOnce * size, (i + 1) * atOnce * size),
  }));
}

/** Mean time, of several where one is short. */
async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  for (let times = 1; ; times++) {
    await work();
    const seconds = (performance.now() - started) / 1000;
    if (seconds >= ENOUGH_SECONDS || times === MOST_TIMES) return seconds / times;
  }
}

function keepsWeights(callback: TrainConfig['fit']['callbacks'][number]): boolean {
  return (
    callback.kind === 'weight-average' ||
    (callback.kind === 'early-stopping' && callback.restoreBestWeights)
  );
}
