// The experiments of the student paper at a size that a tab trains while somebody watches:
// a quarter of its filters, small pictures, few of them. What is not the question of a
// station is the same in all its arms.
import { isLabelled, type Sample, type SplitName } from '../data/manifest';
import { cnnOfDepth } from '../model/paper-networks';
import type { CnnSpec } from '../model/cnn-spec';
import { seededRandom, shuffled } from '../random';
import { parseTrainConfig, type TrainConfig } from '../train/config';
import { isUsed, type RunPicture } from './picture-table';

/**
 * - `imbalance`: twelve benign pictures to each malignant one against one to one.
 * - `depth`: three, five and seven convolutions.
 * - `optimizer`: SGD, Adam, RMSprop.
 * - `plateau`: the learning rate halved where val stands still, or left alone.
 */
export const stationNames = ['imbalance', 'depth', 'optimizer', 'plateau'] as const;
export type StationName = (typeof stationNames)[number];

/** One of the runs that a station holds against each other. */
export interface TourArm {
  /** Within its station: `1-1`. */
  readonly name: string;
  readonly config: TrainConfig;
  readonly pictures: readonly RunPicture[];
}

/** What of a set is needed to choose its pictures. */
export type TourPicture = Sample & Pick<RunPicture, 'bytes'>;

/** The drawn set of the tour: a third malignant, six of ten to learn from. */
export const drawnForTour = { count: 390, malignantShare: 1 / 3, seed: 5 } as const;
export const splitForTour = { seed: 1, val: 0.4, test: 0 } as const;

/** Benign pictures to a malignant one, as the paper had them at midterm. */
const PAPER_RATIO = 12;
/** Larger sets are cut to so many, or a station would take an hour. */
const MOST: Readonly<Record<'train' | 'val', number>> = { train: 400, val: 300 };
/** A quarter of the filters of v2.0. */
const THINNER = 4;
const HIDDEN = 64;
const SIZE = 64;
const EPOCHS = 12;
/** Seven halvings leave one pixel of these, and nothing of less. */
const DEEP_SIZE = 128;
const DEEP_EPOCHS = 10;
const LONG_EPOCHS = 24;
const RATE = 0.001;
/**
 * Those with the smallest loss on val of the drawn set after as many epochs, among 0.03, 0.1,
 * 0.3 and 1 for SGD and 0.0003, 0.001 and 0.003 for the others; one seed, in Node on wasm. One
 * rate for all would compare rates.
 */
const RATES = { sgd: 0.1, adam: 0.001, rmsprop: 0.003 } as const;

const generator = {
  ...{ kind: 'keras', convention: '1.1.2', shearRange: 0.1, zoomRange: 0.1 },
  ...{ widthShiftRange: 0.1, heightShiftRange: 0.1, horizontalFlip: true, verticalFlip: true },
};
const halving = {
  ...{ kind: 'reduce-lr-on-plateau', monitor: 'valLoss', direction: 'min' },
  ...{ factor: 0.5, patience: 2 },
};

interface Choice {
  readonly depth?: number;
  readonly sizePx?: number;
  readonly epochs?: number;
  readonly optimizer?: keyof typeof RATES;
  readonly learningRate?: number;
  readonly callbacks?: readonly object[];
}

/** The arms of a station on the pictures of a set; `seed` draws pictures, start and order. */
export function tourArms(
  station: StationName,
  all: readonly TourPicture[],
  seed: number,
): TourArm[] {
  const even = onePictureToOne(all, seed);
  const arm = (name: string, choice: Choice, pictures: readonly RunPicture[] = even): TourArm => ({
    ...{ name, pictures },
    config: configOf(`tour-${station}-${name}`, seed, choice),
  });
  switch (station) {
    case 'imbalance': {
      const { twelve, one } = bothBalances(all, seed);
      return [arm('12-1', {}, twelve), arm('1-1', {}, one)];
    }
    case 'depth':
      return [3, 5, 7].map((depth) =>
        arm(String(depth), { depth, sizePx: DEEP_SIZE, epochs: DEEP_EPOCHS }),
      );
    case 'optimizer':
      return (['sgd', 'adam', 'rmsprop'] as const).map((optimizer) =>
        arm(optimizer, { optimizer, learningRate: RATES[optimizer] }),
      );
    case 'plateau':
      return [
        arm('halved', { epochs: LONG_EPOCHS, callbacks: [halving] }),
        arm('constant', { epochs: LONG_EPOCHS }),
      ];
    default:
      return station satisfies never;
  }
}

function configOf(name: string, seed: number, choice: Choice): TrainConfig {
  const { depth = 4, sizePx = SIZE, epochs = EPOCHS, optimizer = 'adam' } = choice;
  const { learningRate = RATE, callbacks = [] } = choice;
  return parseTrainConfig({
    ...{ name, version: '0.1.0', why: 'An arm of the paper tour.', seed },
    preprocess: { sizePx, resize: 'area', range: [0, 1], crop: 'squash' },
    network: { kind: 'cnn', ...thinner(cnnOfDepth(depth, 'same')) },
    views: { augmented: 1, augment: generator },
    fit: {
      ...{ epochs, batchSize: 16, microBatch: 8, learningRate, callbacks },
      optimizer: { kind: optimizer },
    },
    thresholds: { attendSpecificity: 0.86, quietSensitivity: 0.95 },
    stored: 'float16',
  });
}

function thinner(spec: CnnSpec): CnnSpec {
  const convolutions = spec.convolutions.map(({ filters, kernel }) => ({
    ...{ filters: filters / THINNER, kernel },
  }));
  return { ...spec, convolutions, hidden: HIDDEN };
}

type Counts = readonly [benign: number, malignant: number];

/** As many benign pictures as malignant ones, in train and in val. */
function onePictureToOne(all: readonly TourPicture[], seed: number): RunPicture[] {
  return (['train', 'val'] as const).flatMap((split) => {
    const [benign, malignant] = countsOf(all, split);
    const each = Math.min(benign, malignant, Math.floor(MOST[split] / 2));
    return chosen(all, split, [each, each], seed);
  });
}

/**
 * Two train splits with as many pictures each, twelve to one and one to one; the same val
 * for both, twelve to one as the paper's pictures came.
 */
function bothBalances(all: readonly TourPicture[], seed: number) {
  const [benign, malignant] = countsOf(all, 'train');
  const widest = Math.floor((benign * (PAPER_RATIO + 1)) / PAPER_RATIO);
  const half = Math.floor(Math.min(widest, 2 * benign, 2 * malignant, MOST.train) / 2);
  const rare = Math.max(1, Math.round((2 * half) / (PAPER_RATIO + 1)));
  const val = chosen(all, 'val', unevenly(countsOf(all, 'val'), MOST.val), seed);
  return {
    twelve: [...chosen(all, 'train', [2 * half - rare, rare], seed), ...val],
    one: [...chosen(all, 'train', [half, half], seed), ...val],
  };
}

function unevenly([benign, malignant]: Counts, most: number): Counts {
  const frequent = Math.min(
    benign,
    PAPER_RATIO * malignant,
    Math.floor((most * PAPER_RATIO) / (PAPER_RATIO + 1)),
  );
  const rare = Math.max(1, Math.floor(frequent / PAPER_RATIO));
  return [Math.min(frequent, PAPER_RATIO * rare), rare];
}

function countsOf(all: readonly TourPicture[], split: SplitName): Counts {
  const of = (target: string) =>
    all.filter((one) => one.split === split && one.target === target).length;
  return [of('benign'), of('malignant')];
}

/** So many of each class, drawn by the seed; a smaller draw is part of a larger one. */
function chosen(
  all: readonly TourPicture[],
  split: SplitName,
  counts: Counts,
  seed: number,
): RunPicture[] {
  const drawn = new Set(
    (['benign', 'malignant'] as const).flatMap((target, i) => {
      const own = all.filter((one) => one.split === split && one.target === target);
      return shuffled(own, seededRandom('tour', seed, split, target)).slice(0, counts[i]);
    }),
  );
  // In the order of the set, which a run's batches follow.
  return all.filter((picture) => drawn.has(picture)).filter(isUsed);
}

/** Right for so many of them who always says benign, in [0, 1]. */
export function alwaysBenign(pictures: readonly Sample[], split: SplitName): number {
  const own = pictures.filter(isLabelled).filter((picture) => picture.split === split);
  return own.filter(({ target }) => target === 'benign').length / own.length;
}
