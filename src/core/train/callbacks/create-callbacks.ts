// From the callback section of a training config to the callbacks.
import * as v from 'valibot';
import { CoreError } from '../../errors';
import type { Callback } from './callback';
import { csvLog, csvLogSchema } from './csv-log';
import { earlyStopping, earlyStoppingSchema } from './early-stopping';
import type { LogSink } from './epoch-text';
import { jsonlLog, jsonlLogSchema } from './jsonl-log';
import { modelCheckpoint, modelCheckpointSchema, type SaveWeights } from './model-checkpoint';
import { reduceLrOnPlateau, reduceLrOnPlateauSchema } from './reduce-lr-on-plateau';
import { weightAverage, weightAverageSchema } from './weight-average';

/**
 * One callback with its settings; what is left out has Keras's default, said beside each
 * setting. `name` is the kind if left out, and must differ between two of a kind.
 */
export const callbackSchema = v.variant('kind', [
  reduceLrOnPlateauSchema,
  earlyStoppingSchema,
  modelCheckpointSchema,
  weightAverageSchema,
  csvLogSchema,
  jsonlLogSchema,
]);
export type CallbackConfig = Readonly<v.InferOutput<typeof callbackSchema>>;

/** What the host gives callbacks; `name` is the callback's. */
export interface CallbackPorts {
  /** Weights before the first step of the run; also in a resumed run any of that size do. */
  readonly initialWeights: Float32Array;
  /** Where a model checkpoint goes. */
  saver(name: string): SaveWeights;
  /** Where a log goes. */
  sink(name: string): LogSink;
}

/**
 * Fresh callbacks, in the order of `configs`, which matters: what lowers the rate or
 * changes weights is seen by those after it, and of two that put weights back at the end
 * (early stopping, weight average) the later has the last word. `configs`: as parsed by
 * `callbackSchema`.
 * @throws CoreError `config-invalid` when two have one name.
 */
export function createCallbacks(
  configs: readonly CallbackConfig[],
  ports: CallbackPorts,
): Callback[] {
  const names = new Set<string>();
  for (const { name } of configs) {
    if (names.has(name)) throw new CoreError('config-invalid', `two callbacks named "${name}"`);
    names.add(name);
  }
  return configs.map((config) => createCallback(config, ports));
}

function createCallback(config: CallbackConfig, ports: CallbackPorts): Callback {
  switch (config.kind) {
    case 'reduce-lr-on-plateau':
      return reduceLrOnPlateau(config);
    case 'early-stopping':
      return earlyStopping(config);
    case 'model-checkpoint':
      return modelCheckpoint(config, ports.saver(config.name));
    case 'weight-average':
      return weightAverage(config, ports.initialWeights);
    case 'csv-log':
      return csvLog(config, ports.sink(config.name));
    case 'jsonl-log':
      return jsonlLog(config, ports.sink(config.name));
    default:
      return config satisfies never;
  }
}
