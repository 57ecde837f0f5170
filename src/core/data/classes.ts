// What a network learns to tell apart: benign from malignant, or diagnoses that add up to
// the two. Diagnoses are the richer lesson: in SIIM-ISIC 2020 networks that learned them
// told malignant from benign better than those that learned just that (Ha, Liu & Liu 2020,
// arXiv 2010.05351, §2.2).
import type { LabelledSample } from './manifest';

export type LabelKind = 'target' | 'diagnosis';

/** An output of a network; a card's `labels`. */
export interface LabelClass {
  readonly name: string;
  readonly malignant: boolean;
}

const classes: Readonly<Record<LabelKind, readonly LabelClass[]>> = {
  target: [
    { name: 'benign', malignant: false },
    { name: 'malignant', malignant: true },
  ],
  diagnosis: [
    { name: 'nevus', malignant: false },
    { name: 'benign keratosis', malignant: false },
    { name: 'dermatofibroma or vascular lesion', malignant: false },
    { name: 'melanoma', malignant: true },
    { name: 'basal cell carcinoma', malignant: true },
    { name: 'squamous cell carcinoma or actinic keratosis', malignant: true },
  ],
};

/** Diagnoses that stand in a class of another name. */
const within: Readonly<Record<string, string>> = {
  'seborrheic keratosis': 'benign keratosis',
  'lentigo nos': 'benign keratosis',
  dermatofibroma: 'dermatofibroma or vascular lesion',
  'vascular lesion': 'dermatofibroma or vascular lesion',
  'squamous cell carcinoma': 'squamous cell carcinoma or actinic keratosis',
  'actinic keratosis': 'squamous cell carcinoma or actinic keratosis',
};

/**
 * Where the diagnosis is not known, the most frequent one: of the benign SIIM pictures in
 * the train split that have one, 66 of 71 are nevi.
 */
const likeliest = { benign: 'nevus', malignant: 'melanoma' } as const;

/** The outputs of a network of this kind, in order. */
export function classesOf(kind: LabelKind): readonly LabelClass[] {
  return classes[kind];
}

/**
 * The class of a picture, from 0. Whether that class is malignant is always what the
 * picture's target says: a diagnosis that contradicts it counts as not known.
 */
export function classIndex({ target, diagnosis }: LabelledSample, kind: LabelKind): number {
  const all = classes[kind];
  if (kind === 'target') return all.findIndex(({ name }) => name === target);
  const malignant = target === 'malignant';
  const wanted = (Object.hasOwn(within, diagnosis) ? within[diagnosis] : undefined) ?? diagnosis;
  const own = all.findIndex((one) => one.name === wanted && one.malignant === malignant);
  return own >= 0 ? own : all.findIndex(({ name }) => name === likeliest[target]);
}
