// What a tab brings to preparing a run: pictures out of its storage, workers that load
// them, the shipped models. Node's counterpart is training/node/run-host.ts.
import { f16round } from '@petamoriken/float16';
import { drawView } from '../core/data/view';
import { CoreError, type StopSignal } from '../core/errors';
import { throwIfStopped } from '../core/data/stopped';
import { openTrunk, runTrunk, type TrunkSetup } from '../core/model/trunk-output';
import type { PictureHost, TrunkOptions, WeightsHost } from '../core/run/run-host';
import { decodePicture } from '../platform/decode';
import type { LabPicture } from '../storage/lab/sets';
import { fetchBundle } from './fetch-bundle';
import { openPictureSource } from './picture-source';
import type { Stage } from './training-protocol';

export interface TabHostOptions {
  /** The file of a picture; null where it is gone. */
  readonly readPicture: (file: string) => Promise<Blob | null>;
  readonly modelsUrl: string;
  readonly workers: number;
  readonly stop: StopSignal;
  readonly onStage: (stage: Stage) => void;
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
      await eachPicture(options, samples, trunk, setup, 'features', (values, row) =>
        vectors.set(values, row * trunk.views * length),
      );
      return { vectors, views: trunk.views, length, unreadable: [] };
    },
    trunkActivations: () => {
      throw new CoreError(
        'config-invalid',
        'network.fromBlock: a tab trains MobileNetV2 whole, or a head on it; its tail trains in Node',
      );
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
const rounded = (values: Float32Array) => values.map(f16round);

// One picture after the other: its views make a batch.
async function eachPicture(
  { readPicture, stop, onStage }: TabHostOptions,
  samples: readonly LabPicture[],
  trunk: TrunkOptions,
  setup: TrunkSetup,
  what: Stage['what'],
  take: (values: Float32Array, row: number) => void,
): Promise<void> {
  const model = openTrunk(setup);
  try {
    for (const [row, { file }] of samples.entries()) {
      throwIfStopped(stop, what);
      onStage({ what, of: trunk.what, done: row, total: samples.length });
      const image = await decodePicture(await blobOf({ readPicture }, file));
      const views = Array.from({ length: trunk.views }, (_, view) =>
        drawView(image, trunk, file, view),
      );
      take(rounded(await runTrunk(model, setup, views)), row);
    }
    onStage({ what, of: trunk.what, done: samples.length, total: samples.length });
  } finally {
    model.dispose();
  }
}

async function blobOf(
  { readPicture }: Pick<TabHostOptions, 'readPicture'>,
  file: string,
): Promise<Blob> {
  const blob = await readPicture(file);
  if (!blob) throw new CoreError('data-invalid', `${file} is no longer in the set`);
  return blob;
}
