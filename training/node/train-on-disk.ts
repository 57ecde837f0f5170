// The training loop in Node: checkpoints on disk, progress on the terminal, Ctrl-C to stop.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CoreError } from '../../src/core/errors';
import type { NamedWeight } from '../../src/core/model/weights';
import { readCheckpoint, writeCheckpoint } from '../../src/core/run/checkpoint';
import type { Prepared } from '../../src/core/run/prepared';
import { runKeyOf } from '../../src/core/run/run-key';
import { LAST_GOOD, trainNetwork } from '../../src/core/run/train-network';
import { RunControl } from '../../src/core/train/control';
import { DivergedError } from '../../src/core/train/diverged';
import type { FitState } from '../../src/core/train/fit-state';
import type { BackendName } from '../../src/engine/backend';
import { writeWhole } from './bundle-fs';
import type { FiledSample } from './dataset';
import { openProgress } from './progress';
import { openReplicas, sharedFloats } from './replica-port';
import type { LogEvent, TrainRunOptions } from './run';
import { describeRun, sizedSamples } from './run-pictures';
import { textFile } from './text-file';

export interface TrainOnDiskOptions extends TrainRunOptions {
  readonly prepared: Prepared<FiledSample>;
  readonly samples: readonly FiledSample[];
  /** The backend that was chosen, by name. */
  readonly chosen: BackendName;
  readonly log: LogEvent;
  /** Writes a bundle of values that are not the last word: `name` is a folder of the run. */
  readonly keep: (name: string, values: readonly NamedWeight[]) => Promise<void>;
}

/**
 * Trains, and returns the values to keep by name; `stopped` when told to by a signal.
 * @throws DivergedError, after the last good values were kept.
 */
export async function trainOnDisk(
  options: TrainOnDiskOptions,
): Promise<{ readonly values: readonly NamedWeight[]; readonly stopped: boolean }> {
  const { config, samples, out, resume, prepared, chosen, log, keep, workers } = options;
  const path = join(out, 'checkpoint.bin');
  const pictures = await sizedSamples(samples);
  const runKey = runKeyOf(config, pictures);
  const from = resume ? await resumeFrom(path, runKey, chosen) : undefined;
  await describeRun(out, config, pictures);
  const control = new RunControl();
  const release = stopOnSignals(control);
  let progress: ReturnType<typeof openProgress> | undefined;
  try {
    const { values, end, heapBytes } = await trainNetwork({
      ...{ config, prepared, control, from },
      host: {
        openReplicas: (network, values) => openReplicas({ network, values, workers, chosen }),
        replicas: workers,
        floats: sharedFloats,
        saveState: (state) => writeWhole(path, writeCheckpoint({ runKey, backend: chosen }, state)),
        keep,
        textSink: (name) =>
          textFile(join(out, `${name}${name.includes('json') ? '.jsonl' : '.csv'}`)),
        clock: () => performance.now() / 1000,
      },
      onStep: ({ epoch, step, stepsPerEpoch }) => {
        progress ??= openProgress('training steps', config.fit.epochs * stepsPerEpoch);
        progress.update(epoch * stepsPerEpoch + step);
      },
      onEpoch: async (record) => {
        await log('epoch', record);
        const figures = Object.entries(record.metrics).map(
          ([name, v]) => `${name} ${v.toFixed(4)}`,
        );
        console.error(`epoch ${record.epoch}: ${figures.join(', ')}`);
      },
    });
    await log('fit', { reason: end.reason, epochs: end.state.epoch, heapBytes });
    console.error(`training ended: ${end.reason}`);
    return { values, stopped: control.aborted };
  } catch (error) {
    if (error instanceof DivergedError) {
      await log('diverged', { message: error.message });
      console.error(`the last good weights are in ${join(out, LAST_GOOD)}`);
    }
    throw error;
  } finally {
    progress?.end();
    release();
  }
}

async function resumeFrom(path: string, runKey: string, chosen: string): Promise<FitState> {
  const bytes = await readFile(path).catch(() => {
    throw new CoreError('data-invalid', `there is no checkpoint ${path} to resume from`);
  });
  const { state, backend } = readCheckpoint(bytes, path, runKey);
  console.error(`going on after epoch ${state.epoch}, step ${state.step}`);
  if (backend !== chosen) {
    console.error(
      `warning: begun on ${backend}, going on with ${chosen}: not exact to the last bit`,
    );
  }
  return state;
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
