// A log that gains one line per epoch and, in a resumed run, ends up as if the run had
// never stopped. Shared by the CSV and the JSON Lines log.
import * as v from 'valibot';
import { CoreError } from '../../errors';
import type { Callback, EpochLog } from './callback';
import { count, parseState } from './callback-state';

/**
 * Where a log's text goes: a file in Node, a record in the browser's storage. Called one
 * at a time, `cut` first and once.
 */
export interface LogSink {
  /**
   * Shortens the stored text to its first `length` UTF-16 units and returns what is left;
   * 0 starts anew, whatever is there. A text shorter than that is returned as it is.
   */
  cut(length: number): string | Promise<string>;
  /** Adds at the end; stored when the promise resolves. */
  append(text: string): void | Promise<void>;
}

const stateSchema = v.strictObject({
  numbers: v.strictObject({ length: count }),
  arrays: v.strictObject({}),
});

/**
 * A callback that adds what `lines` makes of an epoch to a log. `lines` also gets the
 * text so far, to find what is fixed by the first line.
 *
 * A fresh run starts the log anew. In a resumed one, what was written after the state
 * that it resumes from is cut off before anything else is written, at the latest at the
 * run's end. `onEpoch` and `onEnd` throw CoreError `data-invalid` when the stored text is
 * shorter than that state says.
 */
export function epochText(
  name: string,
  sink: LogSink,
  lines: (log: EpochLog, before: string) => string,
): Callback {
  let length = 0;
  // null until the stored text has been cut to `length`.
  let text: string | null = null;
  const open = async (): Promise<string> => {
    const kept = await sink.cut(length);
    if (kept.length === length) return kept;
    throw new CoreError(
      'data-invalid',
      `${name}: the log has ${kept.length} characters, the checkpoint knows ${length}`,
    );
  };
  return {
    name,
    async onEpoch(log) {
      text ??= await open();
      const added = lines(log, text);
      await sink.append(added);
      text += added;
      length = text.length;
    },
    async onEnd() {
      text ??= await open();
    },
    state: () => ({ numbers: { length }, arrays: {} }),
    restore(state) {
      ({ length } = parseState(name, stateSchema, state).numbers);
      text = null;
    },
  };
}
