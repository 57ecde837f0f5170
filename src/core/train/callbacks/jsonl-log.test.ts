import { describe, expect, it } from 'vitest';
import { jsonlLog } from './jsonl-log';

const run = { weights: new Float32Array(), learningRate: 1, rateFactor: 1, stop: () => {} };

describe('jsonlLog', () => {
  it('writes one object per epoch and line, null for what is not finite', async () => {
    let stored = 'of another run\n';
    const callback = jsonlLog(
      { kind: 'jsonl-log', name: 'jsonl-log' },
      {
        cut: (length) => (stored = stored.slice(0, length)),
        append: (text) => void (stored += text),
      },
    );
    const metrics = { loss: 0.5, valAuroc: NaN };
    const log = { metrics, seconds: 1.5, learningRate: 0.1, steps: 10, epoch: 1, other: 1 };
    await callback.onEpoch!(log, run);
    await callback.onEpoch!({ ...log, epoch: 2, metrics: { loss: 0.25 } }, run);
    expect(stored).toBe(
      '{"epoch":1,"steps":10,"learningRate":0.1,"seconds":1.5,"metrics":{"loss":0.5,"valAuroc":null}}\n' +
        '{"epoch":2,"steps":10,"learningRate":0.1,"seconds":1.5,"metrics":{"loss":0.25}}\n',
    );
  });
});
