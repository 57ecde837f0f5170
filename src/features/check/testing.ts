// Stand-ins for the tests of this feature: an inference that answers at once.
import { drawLesion } from '../../core/data/synthetic';
import type { QualityFinding } from '../../core/image/quality';
import { centreSquare } from '../../core/image/rgb-image';
import type { ModelCard } from '../../core/model/card';
import { judge, type Outcome } from '../../core/prediction';
import type { Inference } from '../../services';
import type { ClassifyResult, WorkerReady } from '../../workers/protocol';
import type { Draft } from '../../storage/draft';
import type { CroppedPhoto, DraftKeeper } from './check.svelte';

const interval = (value: number) => ({ value, low: value - 0.02, high: value + 0.02 });

export const testCard = {
  formatVersion: 5,
  name: 'test-model',
  version: '9.8.7',
  description: 'A model for tests.',
  intendedUse: 'Tests.',
  outOfScope: [],
  limitations: [],
  labels: [
    { name: 'malignant', malignant: true },
    { name: 'other', malignant: false },
  ],
  preprocess: { width: 8, height: 8 } as unknown as ModelCard['preprocess'],
  turns: 1,
  zooms: [1],
  calibration: { method: 'platt', scale: 1, offset: 0, prevalence: 0.32, n: 100 },
  thresholds: {
    attend: { value: 0.5, rule: 'a', promised: 0.14 },
    quiet: { value: 0.1, rule: 'b', promised: 0.05 },
  },
  gate: null,
  evaluations: [
    {
      set: 'test',
      n: 100,
      malignant: 32,
      auroc: interval(0.91),
      sensitivity: interval(0.83),
      specificity: interval(0.82),
      quietMissRate: interval(0.04),
      outcomes: { attend: 0.4, unsure: 0.3, quiet: 0.3 },
      ece: 0.02,
      brier: 0.1,
    },
  ],
  judgedOn: 'test',
  provenance: {
    trainingData: 'drawn',
    trainingPictures: 10,
    backbone: 'none',
    config: '{}',
    seed: 1,
    createdAt: '2026-11-22',
    weightsLicence: 'MIT',
  },
  files: {},
} satisfies ModelCard;

export const testReady: WorkerReady = {
  backend: {
    backend: 'wasm',
    detail: 'SIMD',
    fellBack: false,
    asked: 'auto',
    verdicts: [{ backend: 'wasm', verdict: 'accepted', detail: 'SIMD' }],
  },
  model: { card: testCard, hash: '0123456789abcdef'.repeat(4) },
  networkClosed: true,
};

const marginOf: Record<Outcome, number> = { attend: 2, unsure: -1, quiet: -4 };

/** An answer of the wanted kind, made by the real `judge`. */
export function resultOf(
  kind: Outcome | 'abstained',
  findings: readonly QualityFinding[] = [],
): ClassifyResult {
  const margin = kind === 'abstained' ? NaN : marginOf[kind];
  return {
    prediction: judge({ logits: [margin, 0], gate: null }, testCard, { findings }),
    milliseconds: 12,
  };
}

export function croppedSample(isDrawn: boolean): CroppedPhoto {
  const image = drawLesion('even', 1, 200);
  return { photo: { image, isDrawn }, crop: centreSquare(image), quality: { findings: [] } };
}

/** An inference whose parts a test can replace, with `replace` to play a dying worker. */
export function fakeInference(parts: Partial<Inference> = {}): Inference & { replace(): void } {
  const listeners = new Set<() => void>();
  return {
    ready: async () => testReady,
    decode: async () => drawLesion('even', 1, 200),
    classify: async () => resultOf('attend'),
    steady: async () => ({ steadiness: { views: 14, same: 14, lowest: 0.6, highest: 0.7 } }),
    onReplaced: (listener) => (listeners.add(listener), () => listeners.delete(listener)),
    reload: () => undefined,
    replace: () => listeners.forEach((listener) => listener()),
    ...parts,
  };
}

/** Drafts in memory; `kept` is the last one, null when it was cleared. */
export function fakeDrafts(): DraftKeeper & { kept: Draft | null } {
  return {
    kept: null,
    async save(draft) {
      this.kept = draft;
    },
    async clear() {
      this.kept = null;
    },
  };
}
