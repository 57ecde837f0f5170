// One CSV row per epoch, for spreadsheets and pandas (Keras's CSVLogger).
import { csvFormatRow, csvParseRows } from 'd3-dsv';
import * as v from 'valibot';
import { CoreError } from '../../errors';
import type { Callback, EpochLog } from './callback';
import { epochText, type LogSink } from './epoch-text';

export const csvLogSchema = v.strictObject({
  kind: v.literal('csv-log'),
  name: v.optional(v.string(), 'csv-log'),
});
export type CsvLogConfig = Readonly<v.InferOutput<typeof csvLogSchema>>;

const ownColumns = ['epoch', 'steps', 'learningRate', 'seconds'] as const;

/**
 * Writes `epoch,steps,learningRate,seconds` and the metrics, sorted by name. The first
 * epoch's metrics fix the columns: one missing later is `NA`, one that is new later is
 * left out. Numbers are written so that reading gives the same double; lines end in \n.
 * As Keras, but for epochs counted from 1 and the columns that Keras does not have.
 * `onEpoch` throws CoreError `config-invalid` for a metric named like an own column.
 */
export function csvLog(config: CsvLogConfig, sink: LogSink): Callback {
  return epochText(config.name, sink, (log, before) => {
    if (before !== '') return row(log, csvParseRows(before)[0].slice(ownColumns.length));
    const metrics = Object.keys(log.metrics).sort();
    const taken = metrics.find((metric) => ownColumns.some((column) => column === metric));
    if (taken !== undefined) {
      throw new CoreError('config-invalid', `${config.name}: a metric is named "${taken}"`);
    }
    return `${csvFormatRow([...ownColumns, ...metrics])}\n${row(log, metrics)}`;
  });
}

function row(log: EpochLog, metrics: readonly string[]): string {
  const own = ownColumns.map((column) => String(log[column]));
  const values = metrics.map((metric) =>
    Object.hasOwn(log.metrics, metric) ? String(log.metrics[metric]) : 'NA',
  );
  return `${csvFormatRow([...own, ...values])}\n`;
}
