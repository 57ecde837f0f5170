// What a tab brings to preparing a run: pictures out of its storage, workers that load
// them, the shipped models. Node's counterpart is training/node/run-host.ts.
import { f16round } from '@petamoriken/float16';
import { CoreError, type StopSignal } from '../core/errors';
import { writeHalves } from '../core/float16';
import type { TrunkSetup } from '../core/model/trunk-output';
import { activationKey } from '../core/run/activation-key';
import type { PictureHost, TrunkOptions, WeightsHost } from '../core/run/run-host';
import type { BackendName } from '../engine/backend';
import type { LabPicture } from '../storage/lab/sets';
import { activationSource } from './activation-source';
import type { ActivationShape, ActivationStore } from './activation-store';
import { fetchBundle } from './fetch-bundle';
import { openPictureSource } from './picture-source';
import type { Stage } from './training-protocol';
import { replicasOn } from './open-replicas';
import { runThroughTrunk } from './trunk-output';
import type { TrunkReply } from './trunk-protocol';

export interface TabHostOptions {
  /** The file of a picture; null where it is gone. */
  readonly readPicture: (file: string) => Promise<Blob | null>;
  readonly modelsUrl: string;
  readonly workers: number;
  /** The one that runs on this thread. */
  readonly backend: BackendName;
  /** Opens the place for activations; `name` stands for all that they depend on. */
  readonly openActivations: (name: string, shape: ActivationShape) => Promise<ActivationStore>;
  readonly stop: StopSignal;
  readonly onStage: (stage: Stage) => void;
  /** Told of each picture that went through a frozen trunk. */
  readonly onTrunk?: (reply: TrunkReply) => void;
}

/** Opens nothing yet; the backend must be running before features are asked for. */
export function runHost(options: TabHostOptions): PictureHost<LabPicture> & WeightsHost {
  const { modelsUrl, workers } = options;
  return {
    openPictures: (rows, spec, labels) =>
      openPictureSource(
        rows.map(({ sample: { file }, label }) => ({
          id: file,
          label,
          blob: () => blobOf(options, file),
        })),
        spec,
        { workers, labels },
      ),
    // Every picture of a set was decoded when it came.
    findUnreadable: () => Promise.resolve([]),
    trunkFeatures: async (samples, { taps, layout, ...trunk }) => {
      const length = layout.reduce((sum, { channels }) => sum + 2 * channels, 0);
      const setup: TrunkSetup = { ...trunk, output: { kind: 'moments', taps }, length };
      const vectors = new Float32Array(samples.length * trunk.views * length);
      await eachPicture({ ...options, what: 'features' }, samples, trunk, setup, (values, row) =>
        vectors.set(values.map(f16round), row * trunk.views * length),
      );
      return { vectors, views: trunk.views, length, unreadable: [] };
    },
    trunkActivations: async (rows, { layer, shape, labels, ...trunk }) => {
      const length = shape[0] * shape[1] * shape[2];
      const setup: TrunkSetup = { ...trunk, output: { kind: 'map', layer }, length };
      const samples = rows.map(({ sample }) => sample);
      const name = `${trunk.what}-${activationKey({ ...trunk, layer }, options.backend, samples)}`;
      const { views } = trunk;
      const store = await options.openActivations(name, { rows: rows.length, views, length });
      try {
        await eachPicture(
          { ...options, what: 'activations', isDone: (row) => store.has(row) },
          ...([samples, trunk, setup] as const),
          (values, row) => store.write(row, halvesOf(values, samples[row].file)),
        );
      } catch (error) {
        store.close();
        throw error;
      }
      const rowLabels = rows.map(({ label }) => label);
      return { source: activationSource(store, { rowLabels, shape, labels }), rowLabels };
    },
    backbone: () => {
      throw new CoreError(
        'config-invalid',
        'network.start: a tab has no ImageNet weights of its own; start from a shipped model',
      );
    },
    modelWeights: async (name) => (await fetchBundle(modelsUrl, name, () => undefined)).weights,
  };
}

/** Numbers as Node's cache keeps them, so that a run has the same curve here and there. */
function halvesOf(values: Float32Array, file: string): Uint8Array {
  try {
    return writeHalves(values);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new CoreError('data-invalid', `activations of ${file}: ${error.message}`);
  }
}

interface EachPictureOptions extends TabHostOptions {
  readonly what: Stage['what'];
  /** Rows that need not be computed. */
  readonly isDone?: (row: number) => boolean;
}

async function eachPicture(
  { what, isDone = () => false, ...options }: EachPictureOptions,
  samples: readonly LabPicture[],
  trunk: TrunkOptions,
  setup: TrunkSetup,
  take: (values: Float32Array, row: number) => void,
): Promise<void> {
  const { backend, workers, stop, onStage, onTrunk } = options;
  const missing = [...samples.keys()].filter((row) => !isDone(row));
  const total = samples.length;
  let done = total - missing.length;
  const tell = () => onStage({ what, of: trunk.what, done, total });
  tell();
  if (missing.length === 0) return;
  await runThroughTrunk({
    ...{ trunk, setup, backend, stop },
    workers: replicasOn(backend, workers),
    files: missing.map((row) => samples[row].file),
    readPicture: (file) => blobOf(options, file),
    take: (reply, i) => {
      onTrunk?.(reply);
      take(reply.values, missing[i]);
      done++;
      tell();
    },
  });
}

async function blobOf(
  { readPicture }: Pick<TabHostOptions, 'readPicture'>,
  file: string,
): Promise<Blob> {
  const blob = await readPicture(file);
  if (!blob) throw new CoreError('data-invalid', `${file} is no longer in the set`);
  return blob;
}
