import { describe, expect, it } from 'vitest';
import {
  estimateRun,
  measuresAlike,
  memoryWarnings,
  runSizeOf,
  WASM_BYTES,
  type Measured,
} from './estimate';
import { presetConfig } from './presets';

const measured: Measured = {
  ...{ backend: 'wasm', detail: '', pictures: 8, replicas: 2 },
  ...{ startSeconds: 7, viewSeconds: 0.5, trunkBytes: 1500, viewBytes: 100, viewsKeptIn: 'disk' },
  ...{ roundSeconds: 4, roundRows: 8, updateSeconds: 0.25 },
  ...{ judgeSeconds: 0.1, finishSeconds: 0.2 },
  ...{ heapBytes: 1000, weightBytes: 40, batchBytes: 2 },
};
const fit = { epochs: 3, microBatch: 8 };

describe('an estimate', () => {
  it('adds up rounds, updates, judging and finishing, worked by hand', () => {
    // 32 rows: 4 micro-batches on 2 replicas, 2 rounds of 4 s. 20 rows: 8 + 8 in one round,
    // then 4 rows alone for 2 s. 4 rows: 2 s.
    const size = { steps: [32, 20, 4], frozenViews: 10, val: 5 };
    const { prepareSeconds, epochSeconds, totalSeconds } = estimateRun(fit, size, measured);
    expect(prepareSeconds).toBeCloseTo(5, 10);
    expect(epochSeconds).toBeCloseTo(8 + 6 + 2 + 3 * 0.25 + 0.5, 10);
    expect(totalSeconds).toBeCloseTo(7 + 5 + 3 * 17.25 + 1, 10);
  });

  it('scales a round that was measured on less than a micro-batch', () => {
    const small = { ...measured, roundRows: 4 };
    const size = { steps: [8], frozenViews: 0, val: 0 };
    expect(estimateRun(fit, size, small).epochSeconds).toBeCloseTo(8.25, 10);
  });

  it.each([
    ['disk', { replicaBytes: 2000, otherBytes: 42, totalBytes: 2042, diskBytes: 1000 }],
    ['memory', { replicaBytes: 2000, otherBytes: 1042, totalBytes: 3042, diskBytes: 0 }],
  ] as const)('counts views that are kept in %s', (viewsKeptIn, memory) => {
    const size = { steps: [8], frozenViews: 10, val: 5 };
    expect(estimateRun(fit, size, { ...measured, viewsKeptIn }).memory).toEqual(memory);
  });

  it('has its peak before training where the frozen part takes more', () => {
    const size = { steps: [8], frozenViews: 10, val: 5 };
    const inMemory = { ...measured, trunkBytes: 5000, viewsKeptIn: 'memory' } as const;
    expect(estimateRun(fit, size, inMemory).memory.totalBytes).toBe(6000);
  });
});

describe('the size of a run', () => {
  // 30 benign, 10 malignant to train on; 6 to judge by; 4 for the end.
  const samples = Array.from({ length: 50 }, (_, i) => ({
    target: i < 10 ? 'malignant' : 'benign',
    split: i < 40 ? ('train' as const) : i < 46 ? ('val' as const) : ('test' as const),
  }));
  const sized = (preset: 'head' | 'tail' | 'whole' | 'cnn-v2', over: object = {}) => {
    const config = presetConfig(preset, 'x', 1);
    const { steps, ...rest } = runSizeOf({ ...config, fit: { ...config.fit, ...over } }, samples);
    return { ...rest, steps: steps.length, rows: steps.reduce((sum, rows) => sum + rows, 0) };
  };

  it.each([
    // Both views of each picture, every epoch.
    ['head', {}, { steps: 3, rows: 80, frozenViews: 86, val: 6 }],
    ['tail', {}, { steps: 2, rows: 40, frozenViews: 166, val: 6 }],
    ['whole', {}, { steps: 2, rows: 40, frozenViews: 0, val: 6 }],
    ['whole', { balance: 'oversample' }, { steps: 2, rows: 60, frozenViews: 0, val: 6 }],
    // The paper's way: 10 of each class.
    ['cnn-v2', {}, { steps: 1, rows: 20, frozenViews: 0, val: 6 }],
  ] as const)('is that of %s, %o', (preset, over, size) => {
    expect(sized(preset, over)).toEqual(size);
  });
});

describe('a warning', () => {
  const memory = { replicaBytes: 0, otherBytes: 0, totalBytes: 500, diskBytes: 300 };
  const roomy = { memoryBytes: 500, diskBytes: 300 };

  it.each([
    ['nothing', 10, roomy, []],
    ['a heap that is nearly full', 0.76 * WASM_BYTES, roomy, ['heap']],
    ['more than the device has', 10, { ...roomy, memoryBytes: 499 }, ['device']],
    ['more than the browser keeps', 10, { ...roomy, diskBytes: 299 }, ['disk']],
    ['nothing where nobody tells', 10, { memoryBytes: null, diskBytes: null }, []],
  ] as const)('is given of %s', (_what, heapBytes, limits, warnings) => {
    expect(memoryWarnings({ heapBytes }, { memory }, limits)).toEqual(warnings);
  });
});

describe('what was measured', () => {
  const config = presetConfig('tail', 'x', 1);
  const withFit = (over: object) => ({ ...config, fit: { ...config.fit, ...over } });

  it.each([
    ['epochs', withFit({ epochs: 99 })],
    ['rates', withFit({ learningRate: 0.5, schedule: { kind: 'constant' } })],
    ['names and seeds', { ...config, name: 'y', seed: 2, why: '' }],
  ])('holds for other %s', (_what, other) => {
    expect(measuresAlike(config, other)).toBe(true);
  });

  it.each([
    ['micro-batches', withFit({ microBatch: 4 })],
    ['optimizers', withFit({ optimizer: { kind: 'sgd', momentum: 0, nesterov: false } })],
    ['sizes', { ...config, preprocess: { ...config.preprocess, sizePx: 192 } }],
    ['networks', presetConfig('whole', 'x', 1)],
  ])('does not hold for other %s', (_what, other) => {
    expect(measuresAlike(config, other)).toBe(false);
  });
});
