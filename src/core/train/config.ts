// What a training run is, as one checked JSON file. Node and tab read the same.
import * as v from 'valibot';
import { augmentSpecSchema } from '../augment';
import { CoreError } from '../errors';
import { preprocessSpecSchema } from '../preprocess';

const positive = v.pipe(v.number(), v.gtValue(0));
const whole = v.pipe(v.number(), v.integer(), v.minValue(1));
const share = v.pipe(v.number(), v.minValue(0), v.ltValue(1));

export const trainConfigSchema = v.strictObject({
  /** Names the bundle: lower case, digits, dots and dashes. */
  name: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9.-]{0,63}$/)),
  version: v.string(),
  /** Why these values; goes with the run. */
  why: v.string(),
  seed: v.pipe(v.number(), v.integer()),
  preprocess: preprocessSpecSchema,
  trunk: v.strictObject({
    /** Last block of MobileNetV2 used, 0 … 14: above, the backbone was tuned on lesions. */
    lastBlock: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(14)),
    taps: v.pipe(v.array(v.string()), v.minLength(1)),
  }),
  views: v.strictObject({
    /** Changed views per training picture, beside the plain one. */
    augmented: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(64)),
    augment: augmentSpecSchema,
  }),
  head: v.strictObject({
    hidden: whole,
    /** Share of features dropped, and of hidden units. */
    inputDropout: share,
    hiddenDropout: share,
  }),
  fit: v.strictObject({
    epochs: whole,
    batchSize: whole,
    /** AdamW's peak learning rate, falling to 0 along a cosine. */
    learningRate: positive,
    /** Share of each weight lost per step at learning rate 1 (decoupled). */
    weightDecay: v.pipe(v.number(), v.minValue(0)),
    /** Share of the target spread over all labels. */
    labelSmoothing: share,
  }),
  thresholds: v.strictObject({
    /** `attend` is as sensitive as this specificity on val allows. */
    attendSpecificity: share,
    /** `quiet` lets through at most 1 − this share of val's malignant pictures. */
    quietSensitivity: share,
  }),
  stored: v.picklist(['float32', 'float16', 'uint8']),
});
export type TrainConfig = Readonly<v.InferOutput<typeof trainConfigSchema>>;

/** Checks a config of unknown origin. @throws CoreError `config-invalid` with every mistake. */
export function parseTrainConfig(value: unknown): TrainConfig {
  const result = v.safeParse(trainConfigSchema, value);
  if (result.success) return result.output;
  const mistakes = result.issues.map((issue) => `${v.getDotPath(issue) ?? ''}: ${issue.message}`);
  throw new CoreError('config-invalid', `the config is not valid: ${mistakes.join('; ')}`);
}
