// A labelled set of drawn pictures, for trying the Lab without any of one's own: easy on
// the whole, with a few that look like the other class, so that a curve has something to
// show. Nothing medical is imitated but the look.
import type { RgbImage } from '../image/rgb-image';
import { seededRandom } from '../random';
import type { LabelledSample } from './manifest';
import { drawLesion, type DrawnKind } from './synthetic';

export interface DrawnPicture {
  readonly sample: LabelledSample;
  /** Drawn when asked for. */
  readonly draw: () => RgbImage;
}

/** Share of pictures drawn as one of the other class would be. */
const MISLEADING = 0.12;
const SIDE_PX = 160;

/** Two pictures to a person; `malignantShare` of them in [0, 1]. The same seed, the same set. */
export function drawnSet(count: number, malignantShare: number, seed: number): DrawnPicture[] {
  const random = seededRandom('drawn-set', seed);
  return Array.from({ length: count }, (_, i) => {
    // Spread evenly, so that every share of the set has both.
    const isMalignant = Math.floor((i + 1) * malignantShare) > Math.floor(i * malignantShare);
    const looksMalignant = random.next() < MISLEADING ? !isMalignant : isMalignant;
    const benignKind: DrawnKind = random.next() < 0.5 ? 'even' : 'faint';
    const kind = looksMalignant ? 'irregular' : benignKind;
    const target = isMalignant ? 'malignant' : 'benign';
    const person = `person-${i >> 1}`;
    const age = 20 + Math.floor(60 * random.next());
    return {
      sample: {
        file: `${target}/drawn-${String(i).padStart(4, '0')}.jpg`,
        source: 'drawn',
        upstream: '',
        diagnosis: isMalignant ? 'melanoma' : 'nevus',
        target,
        split: 'none',
        lesionId: '',
        patientId: person,
        group: '',
        age,
        sex: (i >> 1) % 2 ? 'female' : 'male',
        site: '',
        mask: '',
      },
      draw: () => drawLesion(kind, 1000 * seed + i, SIDE_PX),
    };
  });
}
