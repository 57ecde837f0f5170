// Rows for tests of figures.
import type { Sample } from '../data/manifest';
import type { RatedSample, ScoredSample } from './scored';

export function sampleOf(fields: Partial<Sample>): Sample {
  return {
    file: 'a.jpg',
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
    ...fields,
  };
}

export function ratedOf(probability: number, fields: Partial<Sample> = {}): RatedSample {
  const sample = sampleOf(fields);
  return { sample, probability, malignant: sample.target === 'malignant' };
}

/** A picture with the log-odds that it is malignant, and that it shows a lesion. */
export function scoredOf(
  margin: number,
  gate: number | null,
  fields: Partial<Sample> = {},
): ScoredSample {
  const output = { logits: [0, margin], gate };
  return { sample: sampleOf(fields), output, margin, quality: { findings: [] } };
}
