// Networks that see whole pictures: these stream from disk, decoded and changed in worker
// threads, a new view each epoch.
import { LEFT_OUT, type BatchSource } from '../../src/core/data/batches';
import { classesOf, type LabelClass } from '../../src/core/data/classes';
import { subsetOf } from '../../src/core/data/subset';
import { buildCnn } from '../../src/core/model/cnn';
import { buildClassifier } from '../../src/core/model/mobilenet-v2';
import type { NamedWeight } from '../../src/core/model/weights';
import type { NetworkSection } from '../../src/core/train/config';
import { exported } from './assemble';
import { findUnreadable } from './find-unreadable';
import { classifierWeights, pretrained } from './mobilenet-weights';
import { labelledPictures, type LabelledPicture } from './picture';
import { openPictureSource } from './picture-source';
import type { Prepared, PrepareOptions } from './prepared';
import { openProgress } from './progress';

type Section = NetworkSection<'cnn'> | NetworkSection<'mobilenet-v2'>;

export async function preparePictures(options: PrepareOptions<Section>): Promise<Prepared> {
  const { config, samples, workers, cache } = options;
  const { preprocess, seed, network } = config;
  const { augmented, augment } = config.views;
  const labels = classesOf(config.labels);
  const open = async (split: 'train' | 'val') => {
    const pictures = labelledPictures(
      samples.filter((sample) => sample.split === split),
      config.labels,
    );
    const progress = openProgress(`checking ${split}`, pictures.length);
    const unreadable = await findUnreadable(pictures, {
      workers,
      onProgress: (done) => progress.update(done),
    });
    progress.end();
    const source = openPictureSource(pictures, preprocess, {
      workers,
      seed,
      augment,
      labels: labels.length,
    });
    return { pictures, source, bad: new Set(unreadable.map(({ row }) => row)), unreadable };
  };
  const train = await open('train');
  const val = await open('val');
  const readable = val.pictures.flatMap((_picture, row) => (val.bad.has(row) ? [] : [row]));
  const sized = { sizePx: preprocess.sizePx, labels: labels.length };
  const isMobileNet = network.kind === 'mobilenet-v2';
  const known = isMobileNet ? await pretrained(network, cache) : new Map<string, Float32Array>();
  return {
    network: isMobileNet ? { ...withoutStart(network), ...sized } : { ...network, ...sized },
    train: {
      source: train.source,
      labels: targetsOf(
        labels,
        train.pictures.map(({ label }, row) => (train.bad.has(row) ? LEFT_OUT : label)),
      ),
      views: augmented > 0 ? Infinity : 1,
    },
    val: valOf(labels, val.source, val.pictures, readable),
    known,
    unreadable: [...train.unreadable, ...val.unreadable].map(({ path }) => path),
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

/** 0 for a benign class, 1 for a malignant one, `LEFT_OUT` for none. */
export function targetsOf(labels: readonly LabelClass[], rows: readonly number[]): number[] {
  return rows.map((label) => (label === LEFT_OUT ? LEFT_OUT : Number(labels[label].malignant)));
}

/** The rows of a validation source that could be read. */
export function valOf(
  labels: readonly LabelClass[],
  source: BatchSource,
  pictures: readonly LabelledPicture[],
  readable: readonly number[],
): Prepared['val'] {
  return {
    source: subsetOf(source, readable),
    isMalignant: (row) => labels[pictures[readable[row]].label].malignant,
  };
}

/** The section as the network takes it: where it starts from is not its business. */
export function withoutStart({ start: _, ...rest }: NetworkSection<'mobilenet-v2'>) {
  return rest;
}

function byName(values: readonly NamedWeight[]): Map<string, NamedWeight> {
  return new Map(values.map((value) => [value.name, value]));
}
