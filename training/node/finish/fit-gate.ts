// Fits the gate: logistic regression on the trained network's own features, pictures that
// show a lesion against pictures that do not. Sources of both differ in sharpness,
// compression and colour, so views that differ in just that keep the gate from learning it.
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { rollup } from 'd3-array';
import type { AugmentSpec } from '../../../src/core/augment';
import { drawLesion, drawnKinds } from '../../../src/core/data/synthetic';
import type { RgbImage } from '../../../src/core/image/rgb-image';
import { isLabelled } from '../../../src/core/data/manifest';
import type { FittedGate, GateData } from '../../../src/core/finish/finish-bundle';
import { buildGateFeatures } from '../../../src/core/model/gate';
import type { PreprocessSpec } from '../../../src/core/preprocess';
import { seededRandom, shuffled } from '../../../src/core/random';
import { fitLogistic, scoreOf, type LinearModel } from '../../../src/core/train/logistic';
import type { FiledSample } from '../dataset';
import { isWithoutLesion } from '../../../src/core/figures/gate-figures';
import { featuresOf, readOrName } from '../pooled-features';
import { openProgress } from '../progress';
import { gateFolds } from './gate-folds';
import { readSkinBeside } from './skin-beside';

const MOST_LESIONS = 3000;
const DRAWN_OF_A_KIND = 40;
const MOST_SKIN = 600;
/**
 * Views of each picture, and how much a set counts among its class. Drawn samples count as
 * lesions, a little: the demo shows what an answer looks like, and no photo looks like them.
 */
const SETS = {
  lesion: { views: 1, weight: 1 },
  otherLesion: { views: 10, weight: 1 },
  drawn: { views: 2, weight: 0.2 },
  withoutLesion: { views: 6, weight: 1 },
  /** Skin beside a lesion: bare skin is what a gate mistakes most. */
  skinBeside: { views: 2, weight: 1 },
};
const WITHOUT_LESION: readonly SetName[] = ['withoutLesion', 'skinBeside'];
type SetName = keyof typeof SETS;
const FOLDS = 5;
const DECAY = 1e-2;
const augment: AugmentSpec = {
  turns: true,
  zoom: 0.3,
  brightness: 0.3,
  contrast: 0.3,
  saturation: 0.3,
  tint: 0.15,
  light: 0.3,
  blur: 2,
  jpeg: 0.7,
  erase: 0,
};

interface GateRow {
  readonly features: Float32Array;
  readonly set: SetName;
  /** Rows of one fold are never on both sides of a fit. */
  readonly fold: number;
  readonly isPlain: boolean;
}

/** Fits the gate of `model`, which must look at pictures as `preprocess` says. */
export async function fitGate(
  model: LayersModel,
  preprocess: PreprocessSpec,
  { lesions, others, seed }: GateData<FiledSample>,
): Promise<FittedGate> {
  const withoutLesion = others.filter(isWithoutLesion);
  const otherLesions = others.filter(isLabelled);
  const some = shuffled(lesions, seededRandom(seed, 'gate')).slice(0, MOST_LESIONS);
  const folds = gateFolds(otherLesions, FOLDS);
  const sets: [SetName, readonly GatePicture[]][] = [
    ['lesion', some.map(filed)],
    ['otherLesion', otherLesions.map((sample) => ({ ...filed(sample), fold: folds.get(sample) }))],
    ['drawn', drawnPictures()],
    ['withoutLesion', withoutLesion.map(filed)],
    ['skinBeside', skinBeside(shuffled(lesions, seededRandom(seed, 'skin')))],
  ];
  const trunk = buildGateFeatures(model);
  const progress = openProgress(
    'features for the gate',
    sets.reduce((sum, [, pictures]) => sum + pictures.length, 0),
  );
  const rows: GateRow[] = [];
  let done = 0;
  for (const [set, pictures] of sets) {
    for (const [i, { id, open, fold = -1 }] of pictures.entries()) {
      // Of the many lesions, every second as it is and every second changed.
      const views =
        set === 'lesion' ? [i % 2] : Array.from({ length: SETS[set].views }, (_, view) => view);
      const image = await open();
      if (image) {
        const all = await featuresOf(trunk, image, id, { preprocess, augment, seed }, views);
        all.forEach((features, v) => rows.push({ features, set, fold, isPlain: views[v] === 0 }));
      }
      progress.update(++done);
    }
  }
  progress.end();

  const gate = fitRows(rows);
  const heldOutScores = Array.from({ length: FOLDS }, (_, fold) => fold).flatMap((fold) => {
    const own = rows.filter((row) => row.fold === fold && row.isPlain);
    if (own.length === 0) return [];
    const blind = fitRows(rows.filter((row) => row.fold !== fold));
    return own.map(({ features }) => scoreOf(blind, features));
  });
  return { gate, heldOutScores };
}

/** A picture to learn from; `open` gives null where it cannot be read. */
interface GatePicture {
  readonly id: string;
  readonly open: () => Promise<RgbImage | null>;
  readonly fold?: number;
}

const filed = ({ file, path }: FiledSample): GatePicture => ({
  id: file,
  open: () => readOrName(path),
});

// Skin beside the lesions of pictures whose masks tell where these are.
function skinBeside(samples: readonly FiledSample[]): GatePicture[] {
  return samples
    .flatMap(({ file, path, maskPath }) => (maskPath === null ? [] : [{ file, path, maskPath }]))
    .slice(0, MOST_SKIN)
    .map(({ file, path, maskPath }) => ({
      id: `skin/${file}`,
      open: () => readSkinBeside(path, maskPath),
    }));
}

function drawnPictures(): GatePicture[] {
  return drawnKinds.flatMap((kind) =>
    Array.from({ length: DRAWN_OF_A_KIND }, (_, i) => ({
      id: `drawn/${kind}/${i}`,
      open: () => Promise.resolve(drawLesion(kind, i)),
    })),
  );
}

// Each class counts as much as the other.
function fitRows(rows: readonly GateRow[]): LinearModel {
  const sizes = rollup(
    rows,
    (own) => own.length,
    ({ set }) => set,
  );
  const isWithout = (set: SetName) => WITHOUT_LESION.includes(set);
  const weightOf = (without: boolean) =>
    [...sizes.keys()]
      .filter((set) => isWithout(set) === without)
      .reduce((sum, set) => sum + SETS[set].weight, 0);
  const [lesion, without] = [weightOf(false), weightOf(true)];
  const width = rows[0].features.length;
  const features = new Float32Array(rows.length * width);
  rows.forEach((row, i) => features.set(row.features, i * width));
  return fitLogistic(
    {
      features,
      isPositive: rows.map(({ set }) => !isWithout(set)),
      importance: rows.map(
        ({ set }) => SETS[set].weight / sizes.get(set)! / (isWithout(set) ? without : lesion),
      ),
    },
    { decay: DECAY },
  );
}
