// Batches from pictures that workers load: they decode, cut, change and scale them while
// the training thread computes. Memory holds the batches asked for, so any number of pictures
// can be trained on. What a picture is, and the workers, are the host's.
import { CoreError, type StopSignal } from '../errors';
import { LEFT_OUT, oneHot, type Batch, type BatchSource, type PlannedRow } from './batches';
import { throwIfStopped } from './stopped';

export interface PictureRowsOptions<Picture> {
  readonly pictures: readonly Picture[];
  /** Of the square input. */
  readonly sizePx: number;
  readonly labels: number;
  /** Workers that load: a read is spread over them. */
  readonly workers: number;
  /** How errors call it. */
  readonly nameOf: (picture: Picture) => string;
  /** Loads a share of a read: float32 [asked, sizePx, sizePx, 3]. */
  readonly load: (asked: readonly AskedPicture<Picture>[], stop?: StopSignal) => Promise<unknown>;
  /** Ends the workers; loads still going on are rejected. */
  readonly dispose: () => Promise<void>;
}

/** A picture, and which view of it. */
export interface AskedPicture<Picture> {
  readonly picture: Picture;
  readonly view: number;
}

/** Small enough that a batch spreads evenly over workers, large enough to cost few messages. */
const MOST_PICTURES_A_JOB = 8;

/**
 * Opens a source whose examples are float32 [sizePx, sizePx, 3]. Caller disposes.
 * @throws CoreError `data-invalid` for a label that is none of `labels` nor `LEFT_OUT`.
 */
export function pictureSource<Picture extends { readonly label: number }>({
  pictures,
  sizePx,
  labels,
  workers,
  nameOf,
  load,
  dispose,
}: PictureRowsOptions<Picture>): BatchSource {
  for (const picture of pictures) {
    const { label } = picture;
    if (label !== LEFT_OUT && !(Number.isInteger(label) && label >= 0 && label < labels)) {
      throw new CoreError('data-invalid', `${nameOf(picture)} has label ${label}`);
    }
  }
  const pictureAt = (row: number): Picture => {
    const picture = pictures[row];
    if (!picture) throw new CoreError('data-invalid', `there is no row ${row}`);
    if (picture.label === LEFT_OUT) {
      throw new CoreError('data-invalid', `${nameOf(picture)} has no label`);
    }
    return picture;
  };
  const length = sizePx * sizePx * 3;
  return {
    rows: pictures.length,
    shape: [sizePx, sizePx, 3],
    labels,
    async read(rows: readonly PlannedRow[], stop?: StopSignal): Promise<Batch> {
      throwIfStopped(stop, 'reading pictures');
      const targets = oneHot(rows, (row) => pictureAt(row).label, labels);
      const xs = new Float32Array(rows.length * length);
      const share = Math.min(MOST_PICTURES_A_JOB, Math.ceil(rows.length / workers));
      const parts: Promise<void>[] = [];
      for (let from = 0; from < rows.length; from += share) {
        const asked = rows
          .slice(from, from + share)
          .map(({ row, view }) => ({ picture: pictureAt(row), view }));
        parts.push(
          load(asked, stop).then((part) => {
            assertNumbers(part, asked.length * length);
            xs.set(part, from * length);
          }),
        );
      }
      await allOrFirstError(parts);
      return { rows, xs, targets };
    },
    dispose,
  };
}

function assertNumbers(part: unknown, length: number): asserts part is Float32Array {
  if (part instanceof Float32Array && part.length === length) return;
  const got = part instanceof Float32Array ? `${part.length} numbers` : typeof part;
  throw new Error(`a worker gave ${got} where ${length} numbers were asked for`);
}

// Waits for all, so that nothing of a failed read goes on behind the caller's back.
async function allOrFirstError(parts: readonly Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(parts)) {
    if (result.status === 'rejected') throw result.reason;
  }
}
