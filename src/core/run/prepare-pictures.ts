// Networks that see whole pictures: these stream, decoded and changed by the host's
// threads, a new view each epoch.
import { LEFT_OUT } from '../data/batches';
import { classesOf } from '../data/classes';
import type { Sample } from '../data/manifest';
import { buildCnn } from '../model/cnn';
import { exported } from '../model/exported';
import { buildClassifier } from '../model/mobilenet-v2';
import type { NamedWeight } from '../model/weights';
import type { NetworkSection } from '../train/config';
import { pictureRows, targetsOf, valOf } from './picture-rows';
import type { Prepared, PrepareOptions } from './prepared';
import { classifierWeights, startValues, withoutStart } from './start-values';

type Section = NetworkSection<'cnn'> | NetworkSection<'mobilenet-v2'>;

export async function preparePictures<S extends Sample>({
  config,
  samples,
  host,
}: PrepareOptions<S, Section>): Promise<Prepared<S>> {
  const { preprocess, seed, network } = config;
  const { augmented, augment } = config.views;
  const labels = classesOf(config.labels);
  const open = async (split: 'train' | 'val') => {
    const own = samples.filter((sample) => sample.split === split);
    const bad = new Set(await host.findUnreadable(own, split));
    const rows = pictureRows(own, config.labels);
    const source = host.openPictures(rows, { preprocess, augment, seed }, labels.length);
    const rowLabels = rows.map(({ label }, row) => (bad.has(row) ? LEFT_OUT : label));
    return { source, rowLabels, unreadable: own.filter((_sample, row) => bad.has(row)) };
  };
  const train = await open('train');
  const val = await open('val');
  const used = val.rowLabels.flatMap((label, row) => (label === LEFT_OUT ? [] : [row]));
  const sized = { sizePx: preprocess.sizePx, labels: labels.length };
  const isMobileNet = network.kind === 'mobilenet-v2';
  return {
    network: isMobileNet ? { ...withoutStart(network), ...sized } : { ...network, ...sized },
    train: {
      source: train.source,
      labels: targetsOf(labels, train.rowLabels),
      views: augmented > 0 ? Infinity : 1,
    },
    val: valOf(labels, val.source, val.rowLabels, used),
    known: isMobileNet ? await startValues(network, host) : new Map<string, Float32Array>(),
    unreadable: [...train.unreadable, ...val.unreadable],
    assemble: (values) =>
      isMobileNet
        ? exported(
            buildClassifier({ ...network, ...sized }),
            classifierWeights(network, values, []),
          )
        : exported(buildCnn({ ...network, ...sized }), byName(values)),
    close: async () => {
      await train.source.dispose();
      await val.source.dispose();
    },
  };
}

function byName(values: readonly NamedWeight[]): Map<string, NamedWeight> {
  return new Map(values.map((value) => [value.name, value]));
}
