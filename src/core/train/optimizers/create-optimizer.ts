// From the optimizer section of a training config to the optimizer.
import * as v from 'valibot';
import type { ParameterLayout } from '../parameters';
import { adam, adamSchema } from './adam';
import { adamW, adamWSchema } from './adamw';
import type { Optimizer } from './optimizer';
import { rmsprop, rmspropSchema } from './rmsprop';
import { sgd, sgdSchema } from './sgd';

/**
 * Which optimizer, with its settings; what is left out has Keras's default, said beside
 * each setting. The learning rate is not among them: it is the schedule's.
 */
export const optimizerSchema = v.variant('kind', [
  sgdSchema,
  adamSchema,
  adamWSchema,
  rmspropSchema,
]);
export type OptimizerConfig = Readonly<v.InferOutput<typeof optimizerSchema>>;

/** A fresh optimizer for weights laid out so. `config`: as parsed by `optimizerSchema`. */
export function createOptimizer(config: OptimizerConfig, layout: ParameterLayout): Optimizer {
  switch (config.kind) {
    case 'sgd':
      return sgd(config, layout);
    case 'adam':
      return adam(config, layout);
    case 'adamw':
      return adamW(config, layout);
    case 'rmsprop':
      return rmsprop(config, layout);
    default:
      return config satisfies never;
  }
}
