// Runs the training loop on what was prepared.
import { classesOf } from '../data/classes';
import type { Sample } from '../data/manifest';
import type { NamedWeight } from '../model/weights';
import { createCallbacks } from '../train/callbacks/create-callbacks';
import type { EpochLog } from '../train/callbacks/callback';
import type { TrainConfig } from '../train/config';
import type { RunControl } from '../train/control';
import { DivergedError } from '../train/diverged';
import { fit, type FitEnd, type StepLog } from '../train/fit';
import type { FitState } from '../train/fit-state';
import { logitsOf, metricsOf } from '../train/judge';
import { createNetwork } from '../train/networks/create-network';
import { createOptimizer } from '../train/optimizers/create-optimizer';
import { layOut } from '../train/parameters';
import { initialValues, namedValues } from '../train/values';
import type { Prepared } from './prepared';
import type { TrainingHost } from './run-host';

/** A kill costs at most this much work. */
const SAVE_EVERY_SECONDS = 60;

/** Where `keep` puts the values of a run that went wrong. */
export const LAST_GOOD = 'last-good';

export interface TrainNetworkOptions {
  readonly config: TrainConfig;
  readonly prepared: Prepared<Sample>;
  readonly host: TrainingHost;
  readonly control: RunControl;
  /** To go on from. */
  readonly from?: FitState;
  readonly onStep?: (step: StepLog) => void;
  readonly onEpoch?: (log: EpochLog) => Promise<void> | void;
}

/** What came of a run. */
export interface TrainedValues {
  /** To be exported. */
  readonly values: readonly NamedWeight[];
  readonly end: FitEnd;
  /** Largest heap of a replica, bytes. */
  readonly heapBytes: number;
}

/**
 * Trains until the end or until `control` stops it.
 * @throws DivergedError, after the last good values were kept as `LAST_GOOD`.
 */
export async function trainNetwork(options: TrainNetworkOptions): Promise<TrainedValues> {
  const { config, prepared, host, control, from, onStep, onEpoch } = options;
  const network = createNetwork(prepared.network);
  const values = initialValues(network, config.seed, prepared.known, host.floats);
  const group = await host.openReplicas(prepared.network, values);
  const atOnce = { rowsAtOnce: 2 * config.fit.microBatch, replicas: host.replicas };
  const named = (all: Float32Array) =>
    namedValues(network, {
      all,
      weights: all.subarray(0, values.weights.length),
      moving: all.subarray(values.weights.length),
    });
  try {
    const end = await fit({
      config: config.fit,
      seed: config.seed,
      ...prepared.train,
      values,
      replicas: group,
      optimizer: createOptimizer(config.fit.optimizer, layOut(network.parameters)),
      callbacks: createCallbacks(config.fit.callbacks, {
        initialWeights: values.all.slice(),
        saver: (name) => (weights) => host.keep(name, named(weights.slice())),
        sink: host.textSink,
      }),
      judge: async () =>
        metricsOf(
          await logitsOf(prepared.val.source, group, atOnce),
          classesOf(config.labels),
          prepared.val.isMalignant,
        ),
      control,
      from,
      save: host.saveState,
      saveEverySeconds: SAVE_EVERY_SECONDS,
      onStep,
      onEpoch,
      clock: host.clock,
    });
    return { values: named(values.all), end, heapBytes: group.heapBytes };
  } catch (error) {
    if (error instanceof DivergedError) await host.keep(LAST_GOOD, named(error.good));
    throw error;
  } finally {
    await group.close();
  }
}
