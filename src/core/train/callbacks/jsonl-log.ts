// One JSON object per epoch and line: the log for programs.
import * as v from 'valibot';
import type { Callback } from './callback';
import { epochText, type LogSink } from './epoch-text';

export const jsonlLogSchema = v.strictObject({
  kind: v.literal('jsonl-log'),
  name: v.optional(v.string(), 'jsonl-log'),
});
export type JsonlLogConfig = Readonly<v.InferOutput<typeof jsonlLogSchema>>;

/**
 * Writes each epoch's `EpochLog` as it is. JSON has no NaN and no infinity: such a metric
 * is null, one that was not measured is absent.
 */
export function jsonlLog(config: JsonlLogConfig, sink: LogSink): Callback {
  return epochText(config.name, sink, ({ epoch, steps, learningRate, seconds, metrics }) => {
    // Named, so that the order of the keys does not hang on the loop.
    return `${JSON.stringify({ epoch, steps, learningRate, seconds, metrics })}\n`;
  });
}
