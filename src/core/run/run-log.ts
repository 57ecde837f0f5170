// The log of a run, log.jsonl: one event a line, written by the trainer in Node and in a tab.
import * as v from 'valibot';
import type { EpochLog } from '../train/callbacks/callback';

/** Beside the run's checkpoint. */
export const RUN_LOG_FILE = 'log.jsonl';

export interface RunLog {
  /** In their order. Of one that was told twice, by a run that went on, the last word counts. */
  readonly epochs: readonly EpochLog[];
  /** The last event of a name, with all its fields; undefined where there is none. */
  last(event: string): Readonly<Record<string, unknown>> | undefined;
}

const eventSchema = v.looseObject({ event: v.string() });
const epochSchema = v.object({
  epoch: v.number(),
  steps: v.number(),
  learningRate: v.number(),
  seconds: v.number(),
  metrics: v.record(v.string(), v.number()),
});

/** Reads it; half a line, as a run that was killed may leave, is passed over. */
export function parseRunLog(text: string): RunLog {
  const events = text.split('\n').flatMap((line) => {
    const parsed = v.safeParse(eventSchema, parsedLine(line));
    return parsed.success ? [parsed.output] : [];
  });
  const epochs = new Map<number, EpochLog>();
  for (const event of events) {
    const parsed = v.safeParse(epochSchema, event.event === 'epoch' ? event : null);
    if (parsed.success) epochs.set(parsed.output.epoch, parsed.output);
  }
  return {
    epochs: [...epochs.values()].sort((a, b) => a.epoch - b.epoch),
    last: (name) => events.findLast(({ event }) => event === name),
  };
}

function parsedLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
