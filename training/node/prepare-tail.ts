// The upper blocks of MobileNetV2: what the frozen blocks below make of each view is
// computed once and kept on disk, so an epoch runs only what is trained.
import { outputShape } from '../../src/core/train/networks/mobilenet-v2';
import { buildClassifier, foldTrunkWeights, outputName } from '../../src/core/model/mobilenet-v2';
import { classesOf } from '../../src/core/data/classes';
import { LEFT_OUT } from '../../src/core/data/batches';
import type { NetworkSection } from '../../src/core/train/config';
import { openActivationSource } from './activation-cache';
import { exported } from './assemble';
import { loadBackbone } from './backbone';
import { classifierWeights, pretrained } from './mobilenet-weights';
import { labelledPictures } from './picture';
import { targetsOf, valOf, withoutStart } from './prepare-pictures';
import type { Prepared, PrepareOptions } from './prepared';
import { openProgress } from './progress';

export async function prepareTail({
  config,
  samples,
  cache,
  backend,
  workers,
}: PrepareOptions<NetworkSection<'mobilenet-v2'>>): Promise<Prepared> {
  const { preprocess, seed, network } = config;
  const { augmented, augment } = config.views;
  const labels = classesOf(config.labels);
  const frozenBlock = network.fromBlock - 1;
  const backbone = await loadBackbone(cache);
  const frozen = [...foldTrunkWeights(backbone, frozenBlock).values()];
  const open = async (split: 'train' | 'val', views: number) => {
    const pictures = labelledPictures(
      samples.filter((sample) => sample.split === split),
      config.labels,
    );
    const progress = openProgress(`activations of ${split}`, pictures.length);
    const source = await openActivationSource({
      pictures,
      labels: labels.length,
      setup: { preprocess, augment, seed, views, backend, lastBlock: frozenBlock, weights: frozen },
      layer: outputName(frozenBlock),
      shape: outputShape(preprocess.sizePx, frozenBlock),
      cacheFolder: cache,
      workers,
      onProgress: (done) => progress.update(done),
    });
    progress.end();
    return { pictures, source };
  };
  const train = await open('train', 1 + augmented);
  const val = await open('val', 1);
  const readable = val.pictures.flatMap((_picture, row) =>
    val.source.rowLabels[row] === LEFT_OUT ? [] : [row],
  );
  return {
    network: { ...withoutStart(network), sizePx: preprocess.sizePx, labels: labels.length },
    train: {
      source: train.source,
      labels: targetsOf(labels, train.source.rowLabels),
      views: train.source.views,
    },
    val: valOf(labels, val.source, val.pictures, readable),
    known: await pretrained(network, cache),
    unreadable: [...train.source.unreadable, ...val.source.unreadable].map(({ path }) => path),
    assemble: (values) =>
      exported(
        buildClassifier({ ...network, sizePx: preprocess.sizePx, labels: labels.length }),
        classifierWeights(network, values, frozen),
      ),
    close: async () => {
      await train.source.dispose();
      await val.source.dispose();
    },
  };
}
