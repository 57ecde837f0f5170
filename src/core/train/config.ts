// What a training run is, as one checked JSON file. Node and tab read the same.
import * as v from 'valibot';
import { viewChangesSchema } from '../data/view';
import { CoreError } from '../errors';
import { cnnFields } from '../model/cnn-spec';
import { turnsSchema } from '../model/card';
import { preprocessSpecSchema } from '../preprocess';
import { fitSchema } from './fit-config';

const whole = v.pipe(v.number(), v.integer(), v.minValue(1));
const share = v.pipe(v.number(), v.minValue(0), v.ltValue(1));
/** MobileNetV2 has blocks 0 … 16; above 14 the pretrained ones were tuned on lesions. */
const pretrainedBlock = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(14));
const block = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(16));

/** A trained model, by its name or folder. */
const trainedModel = v.strictObject({ model: v.string() });

/** A small head on pooled features of a frozen MobileNetV2, computed once. */
const frozenHead = v.strictObject({
  kind: v.literal('frozen-head'),
  lastBlock: pretrainedBlock,
  /** Keras layer names whose maps are pooled. */
  taps: v.pipe(v.array(v.string()), v.minLength(1)),
  hidden: whole,
  /** Share of features dropped, and of hidden units. */
  inputDropout: share,
  hiddenDropout: share,
  /** A model's name or folder: its trunk instead of the pretrained one's. */
  start: v.optional(trainedModel),
});

/** A plain convolutional network from scratch; the paper's are in `core/model/paper-networks`. */
const cnn = v.strictObject({ kind: v.literal('cnn'), ...cnnFields });

/** MobileNetV2, whole or from a block on; what lies below is frozen and cached. */
const mobileNetV2 = v.strictObject({
  kind: v.literal('mobilenet-v2'),
  /** First block trained; 0 trains the stem too. */
  fromBlock: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(15)),
  lastBlock: block,
  /** Channels of the 1×1 convolution after the last block, 1280 in the paper; 0: none. */
  topChannels: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** `folded` fine-tunes with the pretraining's statistics, `batch` with each batch's. */
  normalisation: v.picklist(['folded', 'batch']),
  dropout: share,
  /**
   * Blocks above 14 of `imagenet` are drawn at random. A model's name or folder: the values
   * of a trained one of the same shape, to go on from with other pictures, views or sizes.
   */
  start: v.union([v.picklist(['imagenet', 'random']), trainedModel]),
});

export const trainConfigSchema = v.strictObject({
  /** Names the bundle: lower case, digits, dots and dashes. */
  name: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9.-]{0,63}$/)),
  version: v.string(),
  /** Why these values; goes with the run. */
  why: v.string(),
  seed: v.pipe(v.number(), v.integer()),
  preprocess: preprocessSpecSchema,
  /** What it learns to tell apart, see `core/data/classes`. */
  labels: v.optional(v.picklist(['target', 'diagnosis']), 'target'),
  network: v.variant('kind', [frozenHead, cnn, mobileNetV2]),
  views: v.strictObject({
    /**
     * Changed views per training picture. Where activations are cached, that many beside
     * the plain one; where pictures stream, any number means a new view each epoch, 0 none.
     */
    augmented: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(64)),
    augment: viewChangesSchema,
  }),
  fit: fitSchema,
  /** How many turned views an answer of the finished model is the mean of. */
  turns: v.optional(turnsSchema, 1),
  thresholds: v.strictObject({
    /** Of pictures that are not malignant, at least this share stays below `attend`. */
    attendSpecificity: share,
    /** Of malignant pictures, at least this share stays out of `quiet`. */
    quietSensitivity: share,
  }),
  stored: v.picklist(['float32', 'float16', 'uint8']),
});
export type TrainConfig = Readonly<v.InferOutput<typeof trainConfigSchema>>;
/** One kind of network's section. */
export type NetworkSection<K extends TrainConfig['network']['kind']> = Extract<
  TrainConfig['network'],
  { kind: K }
>;

/** One place of a config that cannot be as it is. */
export interface ConfigMistake {
  /** E.g. `fit.optimizer.beta1`; empty for the whole. */
  readonly path: string;
  /** In the words of the check. */
  readonly message: string;
  /** What has to be there and what is, e.g. `>=1` and `0`; null where the check has no such words. */
  readonly expected: string | null;
  readonly received: string;
}

/** A config as it was found; `filled` has defaults where something was left out. */
export type CheckedConfig =
  | { readonly kind: 'ok'; readonly config: TrainConfig }
  | {
      readonly kind: 'mistaken';
      readonly mistakes: readonly ConfigMistake[];
      readonly filled: unknown;
    };

/** Checks a config of unknown origin, and says of each mistake where it is. */
export function checkTrainConfig(value: unknown): CheckedConfig {
  const { success, output, issues } = v.safeParse(trainConfigSchema, value);
  if (success) return { kind: 'ok', config: output };
  const mistakes = issues.map((issue) => ({
    path: v.getDotPath(issue) ?? '',
    message: issue.message,
    expected: issue.expected,
    received: issue.received,
  }));
  return { kind: 'mistaken', mistakes, filled: output };
}

/** The config. @throws CoreError `config-invalid` with every mistake. */
export function parseTrainConfig(value: unknown): TrainConfig {
  const checked = checkTrainConfig(value);
  if (checked.kind === 'ok') return checked.config;
  const mistakes = checked.mistakes.map(({ path, message }) => `${path}: ${message}`);
  throw new CoreError('config-invalid', `the config is not valid: ${mistakes.join('; ')}`);
}
