// The words and provenance of a card. What a model is for and not for is the same for
// every run of this trainer; figures come from the run.
import { classesOf } from '../../../src/core/data/classes';
import { backboneProvenance } from '../backbone';
import type { FinishedRun } from '../run';
import type { CardWords } from './finish-bundle';

const weightsLicence =
  'CC BY-NC 4.0: for research and education, not for commercial use, because most of the training ' +
  'pictures are CC BY-NC 4.0.';

/** How every description begins. */
export const whatItSays =
  'Says how strongly a close-up of one skin spot resembles the malignant ones among its training pictures.';

/** All of a card that can be said before anything is measured. */
export function draftCard({ config, samples, data }: FinishedRun): CardWords {
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
      'Commercial use of the weights.',
    ],
    limitations: [
      'It learned from pictures taken through a dermatoscope in clinics. On phone photos it has not been measured well enough to give a figure.',
      'Most training pictures show light skin. How well it works on brown and black skin is not known.',
      'It never saw most kinds of skin disease, and answers for them all the same.',
      `${percent(train)} of its training pictures are malignant, far more than among spots people photograph at home. There, far more of its alarms are false.`,
      'Its sources differ in framing and compression as well as in disease; part of what it learned may be that.',
    ],
    labels: [...classesOf(config.labels)],
    preprocess: config.preprocess,
    turns: config.turns,
    provenance: {
      trainingData:
        `Train split of ${data.length} data folder(s): ${counts.join(', ')}. HAM10000 and SIIM-ISIC 2020: ` +
        'CC BY-NC 4.0; ISIC 2018 task 1: CC0. The pictures are not part of this bundle.',
      trainingPictures: train.length,
      backbone: backboneOf(config.network),
      config: JSON.stringify(config),
      seed: config.seed,
      createdAt: new Date().toISOString(),
      weightsLicence,
    },
  };
}

function describe(network: FinishedRun['config']['network']): string {
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

function backboneOf(network: FinishedRun['config']['network']): string {
  const scratch = 'none: trained from scratch';
  if (network.kind === 'cnn') return scratch;
  if (network.kind === 'frozen-head' || network.fromBlock > 0) return backboneProvenance;
  const { start } = network;
  if (typeof start === 'object') {
    return `the trained model ${start.model}; its card says where that began`;
  }
  return start === 'imagenet' ? backboneProvenance : scratch;
}

function percent(samples: readonly { readonly target: string }[]): string {
  const malignant = samples.filter(({ target }) => target === 'malignant').length;
  return `${Math.round((100 * malignant) / samples.length)} %`;
}
