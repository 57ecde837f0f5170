// How a network is trained: the part of a training config that the loop reads.
import * as v from 'valibot';
import { balances } from '../data/batches';
import { callbackSchema } from './callbacks/create-callbacks';
import { optimizerSchema } from './optimizers/create-optimizer';
import { scheduleSchema } from './schedule';

const whole = v.pipe(v.number(), v.integer(), v.minValue(1));
const share = v.pipe(v.number(), v.minValue(0), v.ltValue(1));

export const fitSchema = v.strictObject({
  epochs: whole,
  /** Rows of one optimizer step. */
  batchSize: whole,
  /** Rows a replica works on at once: bounds memory; same result whatever `--workers`. */
  microBatch: whole,
  /** Peak learning rate; the schedule says what becomes of it. */
  learningRate: v.pipe(v.number(), v.gtValue(0)),
  optimizer: optimizerSchema,
  schedule: v.optional(scheduleSchema, { kind: 'constant' }),
  callbacks: v.optional(v.array(callbackSchema), []),
  /** Share of the target spread over all labels. */
  labelSmoothing: v.optional(share, 0),
  /** Rows are trained on as mixtures of two, with shares from Beta(mixup, mixup); 0: as they are. */
  mixup: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 0),
  /** What a row of each label counts in the loss; null: 1. */
  classWeights: v.optional(v.nullable(v.array(v.pipe(v.number(), v.gtValue(0)))), null),
  /** How often rows of each label come up, see `epochPlan`. */
  balance: v.optional(v.picklist(balances), 'none'),
  /** Whether an epoch shows a row once, or once in each cached view. */
  viewsPerEpoch: v.optional(v.picklist(['one', 'all']), 'one'),
  /** Of moving statistics of batch normalisation; Keras's default. */
  normMomentum: v.optional(share, 0.99),
});
export type FitConfig = Readonly<v.InferOutput<typeof fitSchema>>;
