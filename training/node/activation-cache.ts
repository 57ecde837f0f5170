// Activations of the frozen trunk as a source of batches: training the layers above it
// reads a file where it would run the trunk. Several views of each picture are kept.
import {
  LEFT_OUT,
  oneHot,
  type Batch,
  type BatchSource,
  type PlannedRow,
} from '../../src/core/data/batches';
import { throwIfStopped } from '../../src/core/data/stopped';
import { CoreError, type StopSignal } from '../../src/core/errors';
import { extract, type ExtractOptions } from './extract';
import type { ExtractSetup } from './extract.worker';
import type { LabelledPicture, Unreadable } from './picture';

export interface ActivationOptions extends Omit<ExtractOptions, 'pictures' | 'setup'> {
  readonly pictures: readonly LabelledPicture[];
  readonly labels: number;
  readonly setup: Omit<ExtractSetup, 'length' | 'output'>;
  /** Which of the trunk's maps, by Keras layer name. */
  readonly layer: string;
  /** The map's [height, width, channels]. */
  readonly shape: readonly [number, number, number];
}

export interface ActivationSource extends BatchSource {
  /** Views 0 … views − 1 can be read. */
  readonly views: number;
  /** Label of every row, `LEFT_OUT` for one without label or not readable: what a plan takes. */
  readonly rowLabels: readonly number[];
  readonly unreadable: readonly Unreadable[];
  /** Rows that were computed now, not found in the cache. */
  readonly computed: number;
}

/**
 * Computes the activations that are not cached yet and opens all of them; examples are
 * float32 of `shape`, with float16's precision. Reads from disk what is asked for and
 * holds nothing else. Caller disposes.
 * @throws what `extract` throws; `data-invalid` for a label that is none of `labels`. Its
 * reads throw CoreError `image-undecodable` for an unreadable row, `data-invalid` for a row
 * or view that is not there and for a damaged record.
 */
export async function openActivationSource(options: ActivationOptions): Promise<ActivationSource> {
  const { pictures, labels, setup, layer, shape, ...rest } = options;
  for (const { path, label } of pictures) {
    if (label >= labels) throw new CoreError('data-invalid', `${path} has label ${label}`);
  }
  const length = shape[0] * shape[1] * shape[2];
  const { store, keys, unreadable, computed } = await extract({
    ...rest,
    pictures,
    setup: { ...setup, length, output: { kind: 'map', layer } },
  });
  const rowLabels = pictures.map(({ label }) => label);
  for (const { row } of unreadable) rowLabels[row] = LEFT_OUT;
  const reasons = new Map(unreadable.map(({ row, reason }) => [row, reason]));

  const labelOf = (row: number) => {
    const reason = reasons.get(row);
    if (reason !== undefined) throw new CoreError('image-undecodable', reason);
    if (!(row in rowLabels)) throw new CoreError('data-invalid', `there is no row ${row}`);
    if (rowLabels[row] < 0) throw new CoreError('data-invalid', `row ${row} has no label`);
    return rowLabels[row];
  };
  return {
    rows: pictures.length,
    shape,
    labels,
    views: setup.views,
    rowLabels,
    unreadable,
    computed,
    async read(rows: readonly PlannedRow[], stop?: StopSignal): Promise<Batch> {
      throwIfStopped(stop, 'reading activations');
      const targets = oneHot(rows, labelOf, labels);
      const xs = new Float32Array(rows.length * length);
      const reads = rows.map(({ row, view }, i) =>
        store.read(keys[row], view, xs.subarray(i * length, (i + 1) * length)),
      );
      // All, so that nothing of a failed read goes on behind the caller's back.
      for (const result of await Promise.allSettled(reads)) {
        if (result.status === 'rejected') throw result.reason;
      }
      throwIfStopped(stop, 'reading activations');
      return { rows, xs, targets };
    },
    dispose: () => store.close(),
  };
}
