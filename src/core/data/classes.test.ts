import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { classesOf, classIndex, type LabelKind } from './classes';
import { isLabelled, parseLabels, type LabelledSample } from './manifest';

const named = (target: 'benign' | 'malignant', diagnosis: string, kind: LabelKind) =>
  classesOf(kind)[classIndex({ target, diagnosis } as LabelledSample, kind)].name;

it.each([
  ['benign', 'nevus', 'nevus'],
  ['benign', 'seborrheic keratosis', 'benign keratosis'],
  ['benign', 'vascular lesion', 'dermatofibroma or vascular lesion'],
  ['malignant', 'actinic keratosis', 'squamous cell carcinoma or actinic keratosis'],
  ['benign', 'unknown', 'nevus'],
  ['malignant', '', 'melanoma'],
  // PAD-UFES-20 counts it as benign.
  ['benign', 'actinic keratosis', 'nevus'],
  ['malignant', 'toString', 'melanoma'],
] as const)('puts a %s %s among %s', (target, diagnosis, name) => {
  expect(named(target, diagnosis, 'diagnosis')).toBe(name);
  expect(named(target, diagnosis, 'target')).toBe(target);
});

const labels = join(process.env.LENTIGO_DATA ?? resolve('../shared/data'), 'dermoscopy/labels.csv');

it.skipIf(!existsSync(labels))('never contradicts the target of a real picture', () => {
  const { samples } = parseLabels(readFileSync(labels, 'utf8'));
  const labelled = samples.filter(isLabelled);
  for (const kind of ['target', 'diagnosis'] as const) {
    const all = classesOf(kind);
    const counts = all.map(() => 0);
    for (const sample of labelled) {
      const index = classIndex(sample, kind);
      counts[index]++;
      expect(all[index].malignant).toBe(sample.target === 'malignant');
    }
    expect(Math.min(...counts)).toBeGreaterThan(50);
  }
});
