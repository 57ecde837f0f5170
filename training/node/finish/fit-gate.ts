// Fits the gate: logistic regression on the trained network's own features, pictures that
// show a lesion against pictures that do not. Sources of both differ in sharpness,
// compression and colour, so views that differ in just that keep the gate from learning it.
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { group } from 'd3-array';
import type { AugmentSpec } from '../../../src/core/augment';
import { isLabelled } from '../../../src/core/data/manifest';
import { buildGateFeatures } from '../../../src/core/model/gate';
import type { PreprocessSpec } from '../../../src/core/preprocess';
import { seededRandom, shuffled } from '../../../src/core/random';
import { fitLogistic, scoreOf, type LinearModel } from '../../../src/core/train/logistic';
import type { FiledSample } from '../dataset';
import { isWithoutLesion } from '../figures/gate-figures';
import { featuresOf } from '../pooled-features';
import { openProgress } from '../progress';

export interface GateData {
  /** What the classifier learned from: lesions. */
  readonly lesions: readonly FiledSample[];
  /** Pictures without a lesion, at least one, and labelled ones of lesions. */
  readonly others: readonly FiledSample[];
  readonly seed: number;
}

export interface FittedGate {
  readonly gate: LinearModel;
  /** Log-odds of the other lesions, each by a gate that had not seen its patient or lesion. */
  readonly heldOutScores: readonly number[];
}

const MOST_LESIONS = 3000;
const VIEWS = { lesion: 1, otherLesion: 10, withoutLesion: 6 };
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
  readonly kind: 'lesion' | 'otherLesion' | 'withoutLesion';
  /** Rows of one fold are never on both sides of a fit. */
  readonly fold: number;
  readonly isPlain: boolean;
}

/** Fits the gate of `model`, which must look at pictures as `preprocess` says. */
export async function fitGate(
  model: LayersModel,
  preprocess: PreprocessSpec,
  { lesions, others, seed }: GateData,
): Promise<FittedGate> {
  const withoutLesion = others.filter(isWithoutLesion);
  const otherLesions = others.filter(isLabelled);
  const some = shuffled(lesions, seededRandom(seed, 'gate')).slice(0, MOST_LESIONS);
  const sets = [
    { kind: 'lesion', samples: some },
    { kind: 'otherLesion', samples: otherLesions },
    { kind: 'withoutLesion', samples: withoutLesion },
  ] as const;
  const folds = foldsOf(otherLesions);
  const trunk = buildGateFeatures(model);
  const progress = openProgress(
    'features for the gate',
    sets.reduce((sum, { samples }) => sum + samples.length, 0),
  );
  const rows: GateRow[] = [];
  let done = 0;
  for (const { kind, samples } of sets) {
    for (const [i, sample] of samples.entries()) {
      // Of the many lesions, every second as it is and every second changed.
      const views =
        kind === 'lesion' ? [i % 2] : Array.from({ length: VIEWS[kind] }, (_, view) => view);
      const all = await featuresOf(trunk, sample, { preprocess, augment, seed }, views);
      all?.forEach((features, v) => {
        const isPlain = views[v] === 0;
        rows.push({ features, kind, fold: folds.get(sample) ?? -1, isPlain });
      });
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

// Each class counts as much as the other; of the lesions, each set as much as the other.
function fitRows(rows: readonly GateRow[]): LinearModel {
  const counts = group(rows, ({ kind }) => kind);
  const lesionSets = [...counts.keys()].filter((kind) => kind !== 'withoutLesion').length;
  const width = rows[0].features.length;
  const features = new Float32Array(rows.length * width);
  rows.forEach((row, i) => features.set(row.features, i * width));
  return fitLogistic(
    {
      features,
      isPositive: rows.map(({ kind }) => kind !== 'withoutLesion'),
      importance: rows.map(
        ({ kind }) => 1 / (counts.get(kind)!.length * (kind === 'withoutLesion' ? 1 : lesionSets)),
      ),
    },
    { decay: DECAY },
  );
}

// Whatever shares a patient, lesion or group shares a fold.
function foldsOf(samples: readonly FiledSample[]): Map<FiledSample, number> {
  const keyOf = ({ patientId, lesionId, group, file }: FiledSample) =>
    patientId || group || lesionId || file;
  const keys = [...new Set(samples.map(keyOf))].sort();
  return new Map(samples.map((sample) => [sample, keys.indexOf(keyOf(sample)) % FOLDS]));
}
