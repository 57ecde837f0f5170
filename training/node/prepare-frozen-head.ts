// A head on a frozen trunk: the trunk's pooled features are computed once and held in
// memory, standardised.
import { classesOf, classIndex } from '../../src/core/data/classes';
import { isLabelled } from '../../src/core/data/manifest';
import { memorySource } from '../../src/core/data/memory-source';
import type { BatchSource } from '../../src/core/data/batches';
import { headWeights } from '../../src/core/model/fold-standardisation';
import { buildExtractor, buildLesionNet } from '../../src/core/model/lesion-net';
import { foldTrunkWeights } from '../../src/core/model/mobilenet-v2';
import {
  spreadInPlace,
  spreadWeights,
  typicalVariance,
} from '../../src/core/model/pooled-features';
import type { NetworkSection } from '../../src/core/train/config';
import { exported } from './assemble';
import { loadBackbone } from './backbone';
import { extractFeatures, type Features } from './feature-cache';
import { targetsOf } from './prepare-pictures';
import { readableRows, rowsOf, standardise } from './feature-set';
import type { Prepared, PrepareOptions } from './prepared';
import { openProgress } from './progress';

export async function prepareFrozenHead(
  options: PrepareOptions<NetworkSection<'frozen-head'>>,
): Promise<Prepared> {
  const { config, samples, cache } = options;
  const { kind: _, hidden, inputDropout, hiddenDropout, ...trunk } = config.network;
  const spec = { sizePx: config.preprocess.sizePx, ...trunk };
  const classes = classesOf(config.labels);
  const backbone = await loadBackbone(cache);
  const { model: extractor, layout } = buildExtractor(spec);
  extractor.dispose();
  const split = async (name: 'train' | 'val', views: number) => {
    const own = samples.filter((sample) => sample.split === name);
    const features = await extractFeatures({
      ...options,
      samples: own,
      draw: { preprocess: config.preprocess, augment: config.views.augment, seed: config.seed },
      trunk,
      views,
      layout,
      backbone,
      cacheFolder: cache,
      progress: openProgress(`features of ${name}`, own.length),
    });
    const bad = new Set(features.unreadable);
    const readable = own.filter((_sample, i) => !bad.has(i));
    return {
      features,
      rows: readableRows(features),
      labels: readable.filter(isLabelled).map((sample) => classIndex(sample, config.labels)),
      unreadable: features.unreadable.map((i) => own[i].path),
    };
  };
  const train = await split('train', 1 + config.views.augmented);
  const val = await split('val', 1);

  const scales = typicalVariance(rowsOf(train), layout);
  for (const set of [train, val]) {
    for (const row of rowsOf(set)) spreadInPlace(row, layout, scales);
  }
  const standard = standardise(train);
  const sourceOf = ({ features, rows, labels }: typeof train): BatchSource =>
    memorySource({
      rows: rows.length,
      shape: [features.length],
      labels: classes.length,
      labelOf: (row) => labels[row],
      write: ({ row, view }, target) => {
        const vector = vectorOf(features, rows[row], view);
        const { mean, deviation } = standard;
        for (let c = 0; c < target.length; c++) target[c] = (vector[c] - mean[c]) / deviation[c];
      },
    });
  return {
    network: {
      kind: 'perceptron',
      features: train.features.length,
      hidden,
      labels: classes.length,
      inputDropout,
      hiddenDropout,
    },
    train: {
      source: sourceOf(train),
      labels: targetsOf(classes, train.labels),
      views: train.features.views,
    },
    val: { source: sourceOf(val), isMalignant: (row) => classes[val.labels[row]].malignant },
    known: new Map(),
    unreadable: [...train.unreadable, ...val.unreadable],
    assemble(values) {
      const find = (name: string) => values.find((value) => value.name === name)!.values;
      return exported(
        buildLesionNet(spec, hidden, classes.length),
        new Map([
          ...foldTrunkWeights(backbone, trunk.lastBlock),
          ...spreadWeights(scales),
          ...headWeights(find, standard),
        ]),
      );
    },
    close: () => Promise.resolve(),
  };
}

function vectorOf({ vectors, views, length }: Features, picture: number, view: number) {
  const from = (picture * views + view) * length;
  return vectors.subarray(from, from + length);
}
