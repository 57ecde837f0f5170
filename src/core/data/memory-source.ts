// A source of batches that lie in memory already: feature vectors, drawn pictures, tests.
import type { StopSignal } from '../errors';
import { oneHot, type Batch, type BatchSource, type PlannedRow } from './batches';
import { throwIfStopped } from './stopped';

export interface MemoryRows {
  readonly rows: number;
  /** Of one example. */
  readonly shape: readonly number[];
  readonly labels: number;
  labelOf(row: number): number;
  /** Writes the example (float32, product(shape)) into `target`. */
  write(planned: PlannedRow, target: Float32Array): void;
}

/** Opens a source over rows in memory; `write` draws the view where there are several. */
export function memorySource({ rows, shape, labels, labelOf, write }: MemoryRows): BatchSource {
  const size = shape.reduce((product, side) => product * side, 1);
  return {
    rows,
    shape,
    labels,
    // Async, as a source promises: a row that cannot be had rejects.
    async read(planned: readonly PlannedRow[], stop?: StopSignal): Promise<Batch> {
      throwIfStopped(stop, 'reading batches');
      const xs = new Float32Array(planned.length * size);
      planned.forEach((one, i) => write(one, xs.subarray(i * size, (i + 1) * size)));
      return { rows: planned, xs, targets: oneHot(planned, labelOf, labels) };
    },
    dispose: () => undefined,
  };
}
