// What Node brings to preparing a run: pictures and caches on disk, threads, the
// pretrained trunk.
import type { PictureHost, PictureRow, WeightsHost } from '../../src/core/run/run-host';
import type { BackendChoice } from '../../src/engine/backend';
import { openActivationSource } from './activation-cache';
import { loadBackbone } from './backbone';
import { modelFolder, readBundleFolder } from './bundle-fs';
import type { FiledSample } from './dataset';
import { extractFeatures } from './feature-cache';
import { findUnreadable } from './find-unreadable';
import type { LabelledPicture } from './picture';
import { openPictureSource } from './picture-source';
import { openProgress } from './progress';

export interface NodeHostOptions {
  /** Folder of the backbone and of what was computed before. */
  readonly cache: string;
  readonly backend: BackendChoice;
  readonly workers: number;
}

const filed = ({ sample, label }: PictureRow<FiledSample>): LabelledPicture => ({
  path: sample.path,
  id: sample.file,
  label,
});

/** Opens nothing yet. */
export function nodeHost({
  cache,
  backend,
  workers,
}: NodeHostOptions): PictureHost<FiledSample> & WeightsHost {
  return {
    openPictures: (rows, { preprocess, augment, seed }, labels) =>
      openPictureSource(rows.map(filed), preprocess, { workers, seed, augment, labels }),
    findUnreadable: async (samples, what) => {
      const progress = openProgress(`checking ${what}`, samples.length);
      const found = await findUnreadable(samples, {
        workers,
        onProgress: (done) => progress.update(done),
      });
      progress.end();
      return found.map(({ row }) => row);
    },
    trunkFeatures: (samples, { what, layout, ...setup }) =>
      extractFeatures({
        ...{ samples, layout, setup, backend, workers, cacheFolder: cache },
        progress: openProgress(`features of ${what}`, samples.length),
      }),
    trunkActivations: async (rows, { what, layer, shape, labels, ...setup }) => {
      const progress = openProgress(`activations of ${what}`, rows.length);
      const source = await openActivationSource({
        pictures: rows.map(filed),
        ...{ labels, layer, shape, workers, cacheFolder: cache },
        setup: { ...setup, backend },
        onProgress: (done) => progress.update(done),
      });
      progress.end();
      return { source, rowLabels: source.rowLabels };
    },
    backbone: () => loadBackbone(cache),
    modelWeights: async (name) => (await readBundleFolder(await modelFolder(name))).weights,
  };
}
