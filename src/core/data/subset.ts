// Some rows of a source as a source of their own, e.g. those that could be read.
import type { BatchSource } from './batches';

/** `rows[i]` of `source` is row i here. The source stays the caller's to dispose. */
export function subsetOf(source: BatchSource, rows: readonly number[]): BatchSource {
  return {
    rows: rows.length,
    shape: source.shape,
    labels: source.labels,
    async read(planned, stop) {
      const own = planned.map(({ row, view }) => ({ row: rows[row], view }));
      return { ...(await source.read(own, stop)), rows: planned };
    },
    dispose: () => undefined,
  };
}
