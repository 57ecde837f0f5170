// The training loop. Everything it needs to go on after a kill is in `FitState`, and
// every random draw belongs to an epoch, so a resumed run equals one that never stopped.
// For its side effect: tfjs-core alone registers no gradients.
import '@tensorflow/tfjs-layers';
import { tensor2d, tidy, variableGrads, type Scalar } from '@tensorflow/tfjs-core';
import { CoreError, type StopSignal } from '../errors';
import { auroc, type Scored } from '../evaluate/roc';
import { seededRandom, shuffled } from '../random';
import { AdamW, type AdamWSlot } from './adamw';
import type { TrainConfig } from './config';
import { crossEntropy, Head } from './head';
import { cosineRate } from './schedule';

/** Standardised feature vectors with their targets; label 1 is malignant. */
export interface FeatureSet {
  readonly rows: number;
  readonly features: number;
  /** Writes row `i` (float32 [features]) into `target`. */
  read(i: number, target: Float32Array): void;
  isMalignant(i: number): boolean;
}

/** One epoch as it is logged. */
export interface EpochRecord {
  readonly epoch: number;
  /** Mean over the epoch's pictures. */
  readonly loss: number;
  readonly valAuroc: number;
  readonly learningRate: number;
  readonly seconds: number;
}

/** All that a run is between two epochs. */
export interface FitState {
  /** Epochs finished. */
  readonly epoch: number;
  readonly steps: number;
  readonly weights: readonly Float32Array[];
  readonly slots: readonly AdamWSlot[];
  /** Weights of the epoch with the highest AUROC on val so far. */
  readonly best: {
    readonly epoch: number;
    readonly valAuroc: number;
    readonly weights: readonly Float32Array[];
  };
  readonly history: readonly EpochRecord[];
}

export interface FitOptions {
  readonly config: TrainConfig;
  readonly train: FeatureSet;
  readonly val: FeatureSet;
  readonly from?: FitState;
  readonly stop?: StopSignal;
  readonly onEpoch: (state: FitState) => Promise<void> | void;
  readonly onStep?: (step: number, steps: number) => void;
  /** Seconds, any origin. */
  readonly clock: () => number;
}

/**
 * Trains the head and returns the last state; its `best` holds the weights to keep.
 * Stops after the running epoch when asked.
 * @throws CoreError `training-diverged` when a loss is not finite; the last good state
 * was handed to `onEpoch` before.
 */
export async function fitHead(options: FitOptions): Promise<FitState> {
  const { config, train, val, from, stop, onEpoch, onStep, clock } = options;
  const { epochs, batchSize, learningRate, weightDecay } = config.fit;
  const head = new Head(train.features, config.head.hidden, 2, config.seed);
  const optimizer = new AdamW(head.variables, { weightDecay, decayed: head.kernels });
  const stepsPerEpoch = Math.ceil(train.rows / batchSize);
  const totalSteps = epochs * stepsPerEpoch;
  let state = from;
  if (from) {
    head.restore(from.weights);
    optimizer.restore(from.slots, from.steps);
  }
  try {
    for (let epoch = from?.epoch ?? 0; epoch < epochs && !stop?.aborted; epoch++) {
      const started = clock();
      const random = seededRandom(config.seed, 'epoch', epoch);
      const order = shuffled([...Array(train.rows).keys()], random);
      let lossSum = 0;
      for (let at = 0; at < order.length; at += batchSize) {
        const rate = cosineRate(learningRate, optimizer.steps, totalSteps);
        const rows = order.slice(at, at + batchSize);
        const loss = await trainStep(head, optimizer, train, rows, config, random, rate);
        if (!Number.isFinite(loss)) {
          throw new CoreError(
            'training-diverged',
            `the loss became ${loss} in epoch ${epoch + 1}, step ${optimizer.steps}`,
          );
        }
        lossSum += loss * rows.length;
        onStep?.(optimizer.steps, totalSteps);
      }
      const weights = await head.weights();
      const judged = await scores(head, val);
      // The last step's loss is of the weights before it; what it made of them shows here.
      if (judged.some(({ score }) => !Number.isFinite(score))) {
        throw new CoreError(
          'training-diverged',
          `the outputs on val are not finite after epoch ${epoch + 1}`,
        );
      }
      const valAuroc = auroc(judged).value;
      const record: EpochRecord = {
        epoch: epoch + 1,
        loss: lossSum / order.length,
        valAuroc,
        learningRate: cosineRate(learningRate, optimizer.steps, totalSteps),
        seconds: clock() - started,
      };
      const better = !state || valAuroc > state.best.valAuroc;
      state = {
        epoch: epoch + 1,
        steps: optimizer.steps,
        weights,
        slots: await optimizer.state(),
        best: better ? { epoch: epoch + 1, valAuroc, weights } : state!.best,
        history: [...(state?.history ?? []), record],
      };
      await onEpoch(state);
    }
  } finally {
    optimizer.dispose();
    head.dispose();
  }
  if (!state) throw new CoreError('config-invalid', 'stopped before the first epoch ended');
  return state;
}

async function trainStep(
  head: Head,
  optimizer: AdamW,
  train: FeatureSet,
  rows: readonly number[],
  config: TrainConfig,
  random: ReturnType<typeof seededRandom>,
  rate: number,
): Promise<number> {
  const { xs, ys } = gather(train, rows);
  const { value, grads } = variableGrads(() => {
    const dropout = { input: config.head.inputDropout, hidden: config.head.hiddenDropout, random };
    return crossEntropy(head.logits(xs, dropout), ys, config.fit.labelSmoothing);
  }, [...head.variables]);
  optimizer.step(grads, rate);
  const [loss] = await (value as Scalar).data();
  value.dispose();
  xs.dispose();
  ys.dispose();
  Object.values(grads).forEach((gradient) => gradient.dispose());
  return loss;
}

/** Margin (malignant − benign logit) of every row, over all of them at once. */
async function scores(head: Head, set: FeatureSet): Promise<Scored[]> {
  const result: Scored[] = [];
  const chunk = 512;
  for (let at = 0; at < set.rows; at += chunk) {
    const rows = Array.from({ length: Math.min(chunk, set.rows - at) }, (_, k) => at + k);
    const logits = tidy(() => head.logits(gather(set, rows).xs));
    const values = await logits.data();
    logits.dispose();
    rows.forEach((row, k) => {
      result.push({ score: values[2 * k + 1] - values[2 * k], malignant: set.isMalignant(row) });
    });
  }
  return result;
}

/** Caller disposes: xs [rows, features], ys one-hot [rows, 2]. */
function gather(set: FeatureSet, rows: readonly number[]) {
  const xs = new Float32Array(rows.length * set.features);
  const ys = new Float32Array(rows.length * 2);
  rows.forEach((row, k) => {
    set.read(row, xs.subarray(k * set.features, (k + 1) * set.features));
    ys[2 * k + Number(set.isMalignant(row))] = 1;
  });
  return {
    xs: tensor2d(xs, [rows.length, set.features]),
    ys: tensor2d(ys, [rows.length, 2]),
  };
}
