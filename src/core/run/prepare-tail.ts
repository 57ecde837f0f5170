// The upper blocks of a MobileNetV2 on what its frozen lower ones give, which the host
// computes once for each view.
import { classesOf } from '../data/classes';
import { LEFT_OUT } from '../data/batches';
import type { Sample } from '../data/manifest';
import { exported } from '../model/exported';
import { buildClassifier, outputName } from '../model/mobilenet-v2';
import { outputShape } from '../train/networks/mobilenet-v2';
import type { NetworkSection } from '../train/config';
import { pictureRows, targetsOf, valOf } from './picture-rows';
import type { Prepared, PrepareOptions } from './prepared';
import { classifierWeights, startValues, trunkWeights, withoutStart } from './start-values';

export async function prepareTail<S extends Sample>({
  config,
  samples,
  host,
}: PrepareOptions<S, NetworkSection<'mobilenet-v2'>>): Promise<Prepared<S>> {
  const { preprocess, seed, network } = config;
  const { augmented, augment } = config.views;
  const { sizePx } = preprocess;
  const labels = classesOf(config.labels);
  const frozenBlock = network.fromBlock - 1;
  const frozen = [...(await trunkWeights(network.start, frozenBlock, host)).values()];
  const open = async (split: 'train' | 'val', views: number) => {
    const own = samples.filter((sample) => sample.split === split);
    const { source, rowLabels } = await host.trunkActivations(pictureRows(own, config.labels), {
      ...{ preprocess, augment, seed, views, weights: frozen, what: split },
      lastBlock: frozenBlock,
      layer: outputName(frozenBlock),
      shape: outputShape(sizePx, frozenBlock),
      labels: labels.length,
    });
    const unreadable = own.filter((_sample, row) => rowLabels[row] === LEFT_OUT);
    return { source, rowLabels, unreadable };
  };
  const train = await open('train', 1 + augmented);
  const val = await open('val', 1);
  const used = val.rowLabels.flatMap((label, row) => (label === LEFT_OUT ? [] : [row]));
  const sized = { sizePx, labels: labels.length };
  return {
    network: { ...withoutStart(network), ...sized },
    train: {
      source: train.source,
      labels: targetsOf(labels, train.rowLabels),
      views: 1 + augmented,
    },
    val: valOf(labels, val.source, val.rowLabels, used),
    known: await startValues(network, host),
    unreadable: [...train.unreadable, ...val.unreadable],
    assemble: (values) =>
      exported(
        buildClassifier({ ...network, ...sized }),
        classifierWeights(network, values, frozen),
      ),
    close: async () => {
      await train.source.dispose();
      await val.source.dispose();
    },
  };
}
