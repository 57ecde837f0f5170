// Configs to begin with: what the Lab offers, and a person then changes. Values are those
// that did well in training/EXPERIMENTS.md, or the paper's.
import { unchanged } from '../augment';
import { paperNetworks } from '../model/paper-networks';
import { parseTrainConfig, type TrainConfig } from '../train/config';

/**
 * - `head`: a small head on the frozen trunk of a shipped model; minutes.
 * - `tail`: its blocks from 11 on, on what those below give, which is computed once.
 * - `whole`: that whole network, on from ImageNet; hours.
 * - `cnn-v1`, `cnn-v2`, `cnn-v3`, `dense`: the paper's.
 * - `small`: three convolutions from scratch, for trying things out; a minute.
 */
export const presetNames = [
  ...(['head', 'tail', 'whole', 'small', 'cnn-v1', 'cnn-v2', 'cnn-v3', 'dense'] as const),
];
export type PresetName = (typeof presetNames)[number];

/** A shipped model whose trunk is that of ImageNet, whatever the default is. */
const TRUNK = { model: 'frozen-mobilenet-v2' };
const TAPS = [
  'block_6_expand_relu',
  'block_10_expand_relu',
  'block_13_expand_relu',
  'block_14_add',
];

const phoneLike = { ...unchanged, turns: true, zoom: 0.2, brightness: 0.15, contrast: 0.15 };
const promises = { attendSpecificity: 0.86, quietSensitivity: 0.95 };
const ours = (sizePx: number) =>
  ({ sizePx, resize: 'area', range: [-1, 1], crop: 'centre-square' }) as const;
/** As `flow_from_directory` does: the whole picture squashed, nearest, 1/255. */
const keras = (sizePx: number) =>
  ({ sizePx, resize: 'pil-nearest', range: [0, 1], crop: 'squash' }) as const;
const keepBest = {
  ...{ kind: 'early-stopping', monitor: 'valAuroc', direction: 'max' },
  ...{ patience: 6, restoreBestWeights: true },
};

const presets: Readonly<Record<PresetName, () => object>> = {
  head: () => ({
    preprocess: ours(224),
    network: {
      ...{ kind: 'frozen-head', lastBlock: 14, taps: TAPS, hidden: 64, start: TRUNK },
      ...{ inputDropout: 0.3, hiddenDropout: 0.3 },
    },
    views: { augmented: 1, augment: { ...phoneLike, saturation: 0.2, tint: 0.06 } },
    fit: {
      ...{ epochs: 20, batchSize: 32, microBatch: 32, learningRate: 0.001 },
      ...{ viewsPerEpoch: 'all', balance: 'equal', callbacks: [keepBest] },
      optimizer: { kind: 'adamw', weightDecay: 0.01 },
    },
  }),
  tail: () => ({
    preprocess: ours(224),
    network: {
      ...{ kind: 'mobilenet-v2', fromBlock: 11, lastBlock: 14, topChannels: 0 },
      ...{ normalisation: 'folded', dropout: 0.2, start: TRUNK },
    },
    views: { augmented: 3, augment: { ...phoneLike, zoom: 0.25, saturation: 0.2, tint: 0.06 } },
    fit: {
      ...{ epochs: 12, batchSize: 32, microBatch: 8, learningRate: 0.0003 },
      ...{ balance: 'equal', labelSmoothing: 0.05 },
      optimizer: { kind: 'adamw', weightDecay: 0.05 },
      // A small set has few steps; a climb longer than the run is refused.
      schedule: { kind: 'cosine', warmUpSteps: 10 },
      callbacks: [{ kind: 'weight-average', momentum: 0.998, warmUp: true }, keepBest],
    },
  }),
  whole: () => ({
    preprocess: ours(224),
    network: {
      ...{ kind: 'mobilenet-v2', fromBlock: 0, lastBlock: 14, topChannels: 0 },
      ...{ normalisation: 'folded', dropout: 0.2, start: TRUNK },
    },
    views: { augmented: 1, augment: { ...phoneLike, saturation: 0.2, tint: 0.06 } },
    fit: {
      ...{ epochs: 8, batchSize: 32, microBatch: 8, learningRate: 0.0003 },
      ...{ balance: 'equal', labelSmoothing: 0.05 },
      optimizer: { kind: 'adamw', weightDecay: 0.01 },
      schedule: { kind: 'cosine', warmUpSteps: 20 },
      callbacks: [{ kind: 'weight-average' }, keepBest],
    },
  }),
  small: () => ({
    preprocess: ours(64),
    network: {
      ...{ kind: 'cnn', padding: 'same', hidden: 32, dropout: 0.3, output: 'sigmoid' },
      convolutions: [8, 16, 32].map((filters) => ({ filters, kernel: 3 })),
    },
    views: { augmented: 1, augment: phoneLike },
    fit: {
      ...{ epochs: 15, batchSize: 16, microBatch: 8, learningRate: 0.002, balance: 'equal' },
      ...{ optimizer: { kind: 'adam' }, callbacks: [keepBest] },
    },
  }),
  'cnn-v1': () => ofPaper('cnn-v1', 192),
  'cnn-v2': () => ofPaper('cnn-v2', 192),
  'cnn-v3': () => ofPaper('cnn-v3', 256),
  dense: () => ofPaper('dense', 64),
};

function ofPaper(name: keyof typeof paperNetworks, sizePx: number): object {
  const generator = {
    ...{ kind: 'keras', convention: '1.1.2', shearRange: 0.1, zoomRange: 0.1 },
    ...{ widthShiftRange: 0.1, heightShiftRange: 0.1, horizontalFlip: true, verticalFlip: true },
  };
  const plateau = {
    ...{ kind: 'reduce-lr-on-plateau', monitor: 'valLoss', direction: 'min' },
    ...{ factor: 0.5, patience: 3 },
  };
  return {
    preprocess: keras(sizePx),
    network: { kind: 'cnn', ...paperNetworks[name] },
    views: { augmented: 1, augment: generator },
    fit: {
      ...{ epochs: 20, batchSize: 32, microBatch: 8, learningRate: 0.0001 },
      ...{ balance: 'undersample', optimizer: { kind: 'adam' }, callbacks: [plateau] },
    },
  };
}

/** A fresh config; `name` becomes the model's. */
export function presetConfig(preset: PresetName, name: string, seed: number): TrainConfig {
  return parseTrainConfig({
    ...{ name, version: '0.1.0', why: `Set up in the Lab from "${preset}".`, seed },
    ...presets[preset](),
    ...{ thresholds: promises, stored: 'float16' },
  });
}
