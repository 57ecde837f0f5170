// The experiments of the paper, small enough for two cores: every run with its config and
// the pictures it sees. What was not fixed by the paper is the same in all of them.
import { cnnOfDepth, paperNetworks } from '../../src/core/model/paper-networks';
import type { CnnSpec } from '../../src/core/model/cnn-spec';
import { parseTrainConfig, type TrainConfig } from '../../src/core/train/config';
import type { SubsetSpec } from './subset';

export type StudyName = 'networks' | 'depth' | 'optimizers' | 'balance' | 'plateau' | 'rates';

export interface PaperRun {
  /** Names its log, e.g. `optimizers-adam-2`. */
  readonly name: string;
  readonly study: StudyName;
  /** What it is within its study. */
  readonly arm: string;
  readonly pictures: SubsetSpec;
  readonly config: TrainConfig;
}

/** What a finished pilot tells: the later choice of a learning rate is made on val alone. */
export interface PilotResult {
  readonly name: string;
  /**
   * Smallest loss on val of any epoch, Infinity where it diverged. Not that of the last: with
   * 200 pictures it jumps by more than rates differ, and then what learns nothing wins.
   */
  readonly valLoss: number;
}

const evenly: SubsetSpec = { train: [450, 450], val: [100, 100] };
/** As many pictures, twelve benign for each malignant. */
const twelveToOne: SubsetSpec = { train: [831, 69], val: [185, 15] };

const SEEDS = [1, 2, 3];
const SIZE = 192;
/** v3.0 takes nothing below 248 px. */
const V3_SIZE = 256;
/** What the paper's log shows it went on with (2.4414e-08 is 1e-4 / 4096). */
const PAPER_RATE = 1e-4;

/** What the paper gave `ImageDataGenerator`. */
const generator = {
  kind: 'keras',
  convention: '1.1.2',
  shearRange: 0.1,
  zoomRange: 0.1,
  widthShiftRange: 0.1,
  heightShiftRange: 0.1,
  horizontalFlip: true,
  verticalFlip: true,
};
const plateau = {
  kind: 'reduce-lr-on-plateau',
  monitor: 'valLoss',
  direction: 'min',
  factor: 0.5,
  patience: 3,
};

interface Arm {
  readonly study: StudyName;
  readonly arm: string;
  readonly seed?: number;
  readonly network?: CnnSpec;
  readonly sizePx?: number;
  readonly pictures?: SubsetSpec;
  readonly optimizer?: object;
  readonly learningRate?: number;
  readonly epochs?: number;
  readonly callbacks?: readonly object[];
}

function run({
  study,
  arm,
  seed = SEEDS[0],
  network = paperNetworks['cnn-v2'],
  sizePx = SIZE,
  pictures = evenly,
  optimizer = { kind: 'adam' },
  learningRate = PAPER_RATE,
  epochs = 20,
  callbacks = [plateau],
}: Arm): PaperRun {
  const name = `${study}-${arm}-${seed}`;
  const config = parseTrainConfig({
    name,
    version: '0',
    why: `The paper's study of ${study}.`,
    seed,
    // As `flow_from_directory` does: the whole picture squashed, nearest, 1/255.
    preprocess: { sizePx, resize: 'pil-nearest', range: [0, 1], crop: 'squash' },
    network: { kind: 'cnn', ...network },
    views: { augmented: 1, augment: generator },
    fit: { epochs, batchSize: 32, microBatch: 8, learningRate, optimizer, callbacks },
    thresholds: { attendSpecificity: 0.86, quietSensitivity: 0.95 },
    stored: 'float16',
  });
  return { name, study, arm, pictures, config };
}

const networks = [
  run({ study: 'networks', arm: 'dense', network: paperNetworks.dense }),
  run({ study: 'networks', arm: 'four-layer', network: cnnOfDepth(4, 'valid') }),
  run({ study: 'networks', arm: 'v1.0', network: paperNetworks['cnn-v1'] }),
  run({ study: 'networks', arm: 'v2.0' }),
  run({ study: 'networks', arm: 'v3.0', network: paperNetworks['cnn-v3'], sizePx: V3_SIZE }),
];

/** With padding, since without it 192 px leave nothing for a seventh. */
const depth = [3, 4, 5, 6, 7].map((layers) =>
  run({ study: 'depth', arm: String(layers), network: cnnOfDepth(layers, 'same') }),
);

/** Rates that each optimizer is tried with, around Keras's default and the paper's. */
const candidates: Readonly<Record<string, readonly number[]>> = {
  sgd: [1e-3, 1e-2, 1e-1],
  adam: [1e-4, 3e-4, 1e-3],
  rmsprop: [1e-5, 1e-4, 1e-3],
};
const PILOT_EPOCHS = 6;
const rates = Object.entries(candidates).flatMap(([kind, all]) =>
  all.map((learningRate) =>
    run({
      ...{ study: 'rates', arm: `${kind}-${learningRate}`, optimizer: { kind }, learningRate },
      ...{ epochs: PILOT_EPOCHS, callbacks: [] },
    }),
  ),
);

const balance = SEEDS.flatMap((seed) => [
  run({ study: 'balance', arm: 'one-to-one', seed }),
  run({ study: 'balance', arm: 'twelve-to-one', seed, pictures: twelveToOne }),
]);

const EPOCHS_TO_TIRE = 40;
const plateaus = [
  run({ study: 'plateau', arm: 'neither', epochs: EPOCHS_TO_TIRE, callbacks: [] }),
  run({ study: 'plateau', arm: 'plateau', epochs: EPOCHS_TO_TIRE }),
  run({
    ...{ study: 'plateau', arm: 'plateau-and-stopping', epochs: EPOCHS_TO_TIRE },
    callbacks: [
      plateau,
      {
        ...{ kind: 'early-stopping', monitor: 'valLoss', direction: 'min', patience: 8 },
        restoreBestWeights: true,
      },
    ],
  }),
];

/**
 * The runs of every study, cheapest first, as far as they are known: the optimizers' only
 * once all pilots are among `done`, each at the rate with the smallest loss on val.
 */
export function paperRuns(done: readonly PilotResult[]): PaperRun[] {
  return [...rates, ...optimizers(done), ...balance, ...networks, ...depth, ...plateaus];
}

function optimizers(done: readonly PilotResult[]): PaperRun[] {
  return Object.keys(candidates).flatMap((kind) => {
    const tried = rates
      .filter(({ arm }) => arm.startsWith(`${kind}-`))
      .map(({ name, config }) => ({
        rate: config.fit.learningRate,
        valLoss: done.find((pilot) => pilot.name === name)?.valLoss,
      }));
    if (tried.some(({ valLoss }) => valLoss === undefined)) return [];
    const best = tried.reduce((a, b) => (b.valLoss! < a.valLoss! ? b : a));
    return SEEDS.map((seed) =>
      run({
        ...{ study: 'optimizers', arm: kind, seed, optimizer: { kind } },
        learningRate: best.rate,
      }),
    );
  });
}
