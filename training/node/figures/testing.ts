// Rows for tests of figures.
import type { FiledSample } from '../dataset';
import type { RatedSample, ScoredSample } from '../score-samples';

export function sampleOf(fields: Partial<FiledSample>): FiledSample {
  return {
    file: 'a.jpg',
    path: '/a.jpg',
    source: 'clinic',
    upstream: '',
    diagnosis: '',
    target: 'benign',
    split: 'test',
    lesionId: '',
    patientId: '',
    group: '',
    age: null,
    sex: '',
    site: '',
    mask: '',
    maskPath: null,
    ...fields,
  };
}

export function ratedOf(probability: number, fields: Partial<FiledSample> = {}): RatedSample {
  const sample = sampleOf(fields);
  return { sample, probability, malignant: sample.target === 'malignant' };
}

/** A picture with the log-odds that it is malignant, and that it shows a lesion. */
export function scoredOf(
  margin: number,
  gate: number | null,
  fields: Partial<FiledSample> = {},
): ScoredSample {
  const output = { logits: [0, margin], gate };
  return { sample: sampleOf(fields), output, margin, quality: { findings: [] } };
}
