import { describe, expect, it } from 'vitest';
import { drawnSet } from './drawn-set';

describe('drawnSet', () => {
  it('has the share asked for in every part, and the same pictures for the same seed', () => {
    const set = drawnSet(120, 0.25, 1);
    const malignant = set.map(({ sample }) => sample.target === 'malignant');
    expect(malignant.filter(Boolean)).toHaveLength(30);
    expect(malignant.slice(0, 40).filter(Boolean)).toHaveLength(10);
    const again = drawnSet(120, 0.25, 1);
    expect(again.map(({ sample }) => sample)).toEqual(set.map(({ sample }) => sample));
    expect(again[7].draw().data).toEqual(set[7].draw().data);
    expect(drawnSet(120, 0.25, 2)[7].draw().data).not.toEqual(set[7].draw().data);
  });

  it('names every file once, and gives a person two pictures', () => {
    const samples = drawnSet(10, 0.5, 1).map(({ sample }) => sample);
    expect(new Set(samples.map(({ file }) => file)).size).toBe(10);
    expect(new Set(samples.map(({ patientId }) => patientId)).size).toBe(5);
  });
});
