// A head on a frozen trunk: the trunk's pooled features are computed once and held in
// memory, standardised.
import type { BatchSource } from '../data/batches';
import { classesOf, classIndex } from '../data/classes';
import { isLabelled, type Sample } from '../data/manifest';
import { memorySource } from '../data/memory-source';
import { exported } from '../model/exported';
import { headWeights } from '../model/fold-standardisation';
import { buildExtractor, buildLesionNet } from '../model/lesion-net';
import { spreadInPlace, spreadWeights, typicalVariance } from '../model/pooled-features';
import type { NetworkSection } from '../train/config';
import { readableRows, rowsOf, standardise } from './feature-set';
import { targetsOf } from './picture-rows';
import type { Prepared, PrepareOptions } from './prepared';
import type { Features } from './run-host';
import { trunkWeights } from './start-values';

export async function prepareFrozenHead<S extends Sample>({
  config,
  samples,
  host,
}: PrepareOptions<S, NetworkSection<'frozen-head'>>): Promise<Prepared<S>> {
  const { preprocess, seed } = config;
  const { augmented, augment } = config.views;
  const { hidden, inputDropout, hiddenDropout, lastBlock, taps, start } = config.network;
  const spec = { sizePx: preprocess.sizePx, lastBlock, taps };
  const classes = classesOf(config.labels);
  const trunk = await trunkWeights(start ?? 'imagenet', lastBlock, host);
  const { model: extractor, layout } = buildExtractor(spec);
  extractor.dispose();
  const split = async (name: 'train' | 'val', views: number) => {
    const own = samples.filter((sample) => sample.split === name);
    const features = await host.trunkFeatures(own, {
      ...{ preprocess, augment, seed, views, lastBlock, taps, layout, what: name },
      weights: [...trunk.values()],
    });
    const bad = new Set(features.unreadable);
    const readable = own.filter((_sample, i) => !bad.has(i));
    return {
      features,
      rows: readableRows(features),
      labels: readable.filter(isLabelled).map((sample) => classIndex(sample, config.labels)),
      unreadable: features.unreadable.map((i) => own[i]),
    };
  };
  const train = await split('train', 1 + augmented);
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
        new Map([...trunk, ...spreadWeights(scales), ...headWeights(find, standard)]),
      );
    },
    close: () => Promise.resolve(),
  };
}

function vectorOf({ vectors, views, length }: Features, picture: number, view: number) {
  const from = (picture * views + view) * length;
  return vectors.subarray(from, from + length);
}
