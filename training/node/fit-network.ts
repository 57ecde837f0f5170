// Runs the training loop in Node: replicas on threads, checkpoints on disk, progress on the
// terminal.
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { classesOf } from '../../src/core/data/classes';
import { createCallbacks } from '../../src/core/train/callbacks/create-callbacks';
import { RunControl } from '../../src/core/train/control';
import { DivergedError } from '../../src/core/train/diverged';
import { fit, type FitEnd } from '../../src/core/train/fit';
import type { FitState } from '../../src/core/train/fit-state';
import { logitsOf, metricsOf } from '../../src/core/train/judge';
import { createNetwork } from '../../src/core/train/networks/create-network';
import { createOptimizer } from '../../src/core/train/optimizers/create-optimizer';
import { layOut } from '../../src/core/train/parameters';
import { initialValues, namedValues } from '../../src/core/train/values';
import type { NamedWeight } from '../../src/core/model/weights';
import type { BackendName } from '../../src/engine/backend';
import { loadCheckpoint, saveCheckpoint } from './checkpoint';
import type { FiledSample } from './dataset';
import type { Prepared } from './prepared';
import { openProgress } from './progress';
import { openReplicas, sharedFloats } from './replica-port';
import type { LogEvent, TrainRunOptions } from './run';
import { textFile } from './text-file';

/** A kill costs at most this much work. */
const SAVE_EVERY_SECONDS = 60;

export interface FitNetworkOptions extends TrainRunOptions {
  readonly prepared: Prepared;
  readonly samples: readonly FiledSample[];
  /** The backend that was chosen, by name. */
  readonly chosen: BackendName;
  readonly log: LogEvent;
  /** Writes a bundle of values that are not the last word: `name` is a folder of the run. */
  readonly keep: (name: string, values: readonly NamedWeight[]) => Promise<void>;
}

/**
 * Trains, and returns the values to keep by name; `stopped` when told to by a signal.
 * @throws DivergedError, after the last good values were kept as `last-good`.
 */
export async function fitNetwork(
  options: FitNetworkOptions,
): Promise<{ readonly values: readonly NamedWeight[]; readonly end: FitEnd; stopped: boolean }> {
  const { config, out, resume, prepared, chosen, log, keep } = options;
  const network = createNetwork(prepared.network);
  const values = initialValues(network, config.seed, prepared.known, sharedFloats);
  const path = join(out, 'checkpoint.bin');
  const runKey = await runKeyOf(options);
  const from = resume ? await resumeFrom(path, runKey, chosen) : undefined;
  const group = await openReplicas({ ...options, network: prepared.network, values });
  const { microBatch, epochs } = config.fit;
  const atOnce = { rowsAtOnce: 2 * microBatch, replicas: options.workers };
  const control = new RunControl();
  const release = stopOnSignals(control);
  let progress: ReturnType<typeof openProgress> | undefined;
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
        saver: (name) => (weights) => keep(name, named(weights.slice())),
        sink: (name) => textFile(join(out, `${name}${name.includes('json') ? '.jsonl' : '.csv'}`)),
      }),
      judge: async () =>
        metricsOf(
          await logitsOf(prepared.val.source, group, atOnce),
          classesOf(config.labels),
          prepared.val.isMalignant,
        ),
      control,
      from,
      save: (state) => saveCheckpoint(path, { runKey, backend: chosen }, state),
      saveEverySeconds: SAVE_EVERY_SECONDS,
      onStep: ({ epoch, step, stepsPerEpoch }) => {
        progress ??= openProgress('training steps', epochs * stepsPerEpoch);
        progress.update(epoch * stepsPerEpoch + step);
      },
      onEpoch: async (record) => {
        await log('epoch', record);
        const figures = Object.entries(record.metrics).map(
          ([name, v]) => `${name} ${v.toFixed(4)}`,
        );
        console.error(`epoch ${record.epoch}: ${figures.join(', ')}`);
      },
      clock: () => performance.now() / 1000,
    });
    await log('fit', { reason: end.reason, epochs: end.state.epoch, heapBytes: group.heapBytes });
    console.error(`training ended: ${end.reason}`);
    return { values: named(values.all), end, stopped: control.aborted };
  } catch (error) {
    if (error instanceof DivergedError) {
      await log('diverged', { message: error.message });
      await keep('last-good', named(error.good));
      console.error(`the last good weights are in ${join(out, 'last-good')}`);
    }
    throw error;
  } finally {
    progress?.end();
    release();
    await group.close();
  }
}

async function resumeFrom(path: string, runKey: string, chosen: string): Promise<FitState> {
  const { state, backend } = await loadCheckpoint(path, runKey);
  console.error(`going on after epoch ${state.epoch}, step ${state.step}`);
  if (backend !== chosen) {
    console.error(
      `warning: begun on ${backend}, going on with ${chosen}: not exact to the last bit`,
    );
  }
  return state;
}

// Names and sizes of the pictures and the config: what the run's outcome depends on and
// that is the same on another machine.
async function runKeyOf({ config, samples }: FitNetworkOptions): Promise<string> {
  const files: unknown[] = [];
  for (const { path, file, target, split } of samples) {
    files.push([file, target, split, (await stat(path).catch(() => null))?.size ?? null]);
  }
  return createHash('sha256')
    .update(JSON.stringify([config, files]))
    .digest('hex');
}

// The first Ctrl-C ends the run after its step, with a checkpoint; a second ends it at once.
function stopOnSignals(control: RunControl): () => void {
  const stop = () => {
    if (control.aborted) process.exit(130);
    console.error('stopping after this step; --resume goes on from here');
    control.stop();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return () => {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  };
}
