// The words and provenance of a card. What a model is for and not for is the same for
// every run of this trainer; what is said of its pictures follows from their sources, and
// figures come from the run.
import { classesOf } from '../data/classes';
import type { Sample } from '../data/manifest';
import { findLeaks } from '../data/split';
import { sourceOf } from '../data/sources';
import type { TrainConfig } from '../train/config';
import type { CardWords } from './finish-bundle';

/** What a card tells of a run. */
export interface DraftCardOptions {
  readonly config: TrainConfig;
  /** Those that can be read and stand in a split. */
  readonly samples: readonly Sample[];
  /** Where the pictures were, e.g. "2 data folder(s)". */
  readonly from: string;
  /** Where the start values of a pretrained network come from. */
  readonly backbone: string;
}

/** How every description begins. */
export const whatItSays =
  'Says how strongly a close-up of one skin spot resembles the malignant ones among its training pictures.';

/** All of a card that can be said before anything is measured. */
export function draftCard({ config, samples, from, backbone }: DraftCardOptions): CardWords {
  const train = samples.filter((sample) => sample.split === 'train');
  const sources = [...new Set(train.map(({ source }) => source))].sort();
  const counts = sources.map((source) => {
    const own = train.filter((sample) => sample.source === source);
    const malignant = own.filter((sample) => sample.target === 'malignant').length;
    return `${source} ${own.length} (${malignant} malignant)`;
  });
  return {
    name: config.name,
    version: config.version,
    description: `${whatItSays} ${describe(config.network)}`,
    intendedUse:
      'Research and education: to show what such a model can and cannot do. It is not a medical device ' +
      'and gives no medical opinion.',
    outOfScope: [
      'Deciding whether to see a doctor, or not to.',
      'People under 18; nails, lips, genitals, wounds, scars, spots under hair.',
      'Pictures that are not a close-up of one spot on skin.',
      ...(isNonCommercial(sources) ? ['Commercial use of the weights.'] : []),
    ],
    limitations: [
      ...leaksOf(samples),
      ...limitationsOf(sources),
      'It never saw most kinds of skin disease, and answers for them all the same.',
      `${percent(train)} of its training pictures are malignant, far more than among spots people photograph at home. There, far more of its alarms are false.`,
      'Its sources differ in framing and compression as well as in disease; part of what it learned may be that.',
    ],
    labels: [...classesOf(config.labels)],
    preprocess: config.preprocess,
    turns: config.turns,
    zooms: [1],
    provenance: {
      trainingData:
        `Train split of ${from}: ${counts.join(', ')}. ${licencesOf(sources)} ` +
        'The pictures are not part of this bundle.',
      trainingPictures: train.length,
      backbone: backboneOf(config.network, backbone),
      config: JSON.stringify(config),
      seed: config.seed,
      createdAt: new Date().toISOString(),
      weightsLicence: weightsLicenceOf(sources),
    },
  };
}

function leaksOf(samples: readonly Sample[]): string[] {
  const leaks = findLeaks(samples).length;
  if (leaks === 0) return [];
  const ids =
    leaks === 1
      ? 'One lesion, patient or group stands'
      : `${leaks} lesions, patients or groups stand`;
  return [`${ids} in more than one of its splits, so its figures are too good.`];
}

function limitationsOf(sources: readonly string[]): string[] {
  const taken = new Set(sources.map((name) => sourceOf(name)?.taken ?? 'unknown'));
  return [
    ...(taken.has('dermatoscope')
      ? [
          'It learned from pictures taken through a dermatoscope in clinics. On phone photos it has not been measured well enough to give a figure.',
          'Most training pictures show light skin. How well it works on brown and black skin is not known.',
        ]
      : []),
    ...(taken.has('unknown')
      ? [
          'Nobody but whoever brought its training pictures knows what they are like and how right their labels are.',
        ]
      : []),
    ...(taken.has('drawn')
      ? ['It learned from drawn pictures: what it says of a real one means nothing.']
      : []),
  ];
}

function licencesOf(sources: readonly string[]): string {
  const known = sources.flatMap((name) => sourceOf(name) ?? []);
  const texts = [...new Set(known.map(({ licence }) => licence))].map((licence) => {
    const titles = known.filter((source) => source.licence === licence).map(({ title }) => title);
    return `${titles.join(' and ')}: ${licence}`;
  });
  const isUnknown = known.length < sources.length;
  return `${[...texts, ...(isUnknown ? ['licence of the others not known'] : [])].join('; ')}.`;
}

function isNonCommercial(sources: readonly string[]): boolean {
  return sources.some((name) => sourceOf(name)?.nonCommercial);
}

function weightsLicenceOf(sources: readonly string[]): string {
  if (isNonCommercial(sources)) {
    return (
      'CC BY-NC 4.0: for research and education, not for commercial use, because training ' +
      'pictures are CC BY-NC 4.0.'
    );
  }
  return sources.every((name) => sourceOf(name))
    ? 'None of its training pictures restricts it.'
    : 'Bound by the licences of its training pictures, which are not known here.';
}

function describe(network: TrainConfig['network']): string {
  switch (network.kind) {
    case 'frozen-head':
      return 'A frozen MobileNetV2 trunk, pooled by mean and spread, and a small trained head.';
    case 'cnn':
      return `${network.convolutions.length} convolutions and two dense layers, trained from scratch.`;
    case 'mobilenet-v2':
      return `MobileNetV2 up to block ${network.lastBlock}, trained from ${
        network.fromBlock === 0 ? 'the first layer' : `block ${network.fromBlock}`
      } on.`;
    default:
      return network satisfies never;
  }
}

function backboneOf(network: TrainConfig['network'], backbone: string): string {
  const scratch = 'none: trained from scratch';
  if (network.kind === 'cnn') return scratch;
  if (network.kind === 'frozen-head' || network.fromBlock > 0) return backbone;
  const { start } = network;
  if (typeof start === 'object') {
    return `the trained model ${start.model}; its card says where that began`;
  }
  return start === 'imagenet' ? backbone : scratch;
}

function percent(samples: readonly { readonly target: string }[]): string {
  const malignant = samples.filter(({ target }) => target === 'malignant').length;
  return `${Math.round((100 * malignant) / samples.length)} %`;
}
