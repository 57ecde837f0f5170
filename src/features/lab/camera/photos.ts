// Photos that were taken into a class, as an import takes them: files, and a table that says
// what they show and which of them show the same spot.
import type { Target } from '../../../core/data/diagnosis';
import type { Labelling } from '../../../core/intake/label-pictures';
import type { HandedFile } from '../../../workers/intake-protocol';

export interface TakenPhoto {
  /** From 1, in the order they were taken. */
  readonly number: number;
  /** From 1; photos of one spot must stay on one side of a split. */
  readonly spot: number;
  readonly target: Target;
  readonly blob: Blob;
}

/** What is handed to the import, and how it is labelled. `moment` keeps sittings apart. */
export function handedPhotos(
  photos: readonly TakenPhoto[],
  moment: Date,
): { readonly files: readonly HandedFile[]; readonly labelling: Labelling } {
  const sitting = moment.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
  const nameOf = ({ number }: TakenPhoto) => `photo-${sitting}-${String(number).padStart(3, '0')}`;
  const rows = photos.map((photo) => [nameOf(photo), photo.target, `${sitting}-${photo.spot}`]);
  return {
    files: photos.map((photo) => ({
      path: `${photo.target}/${nameOf(photo)}.jpg`,
      file: photo.blob,
    })),
    labelling: {
      kind: 'table',
      text: [['image', 'target', 'lesion'], ...rows].map((row) => row.join(',')).join('\n'),
      columns: { image: 'image', targets: ['target'], lesionId: 'lesion' },
    },
  };
}
