import { describe, expect, it } from 'vitest';
import { parseRunLog } from './run-log';

const epoch = (n: number, loss: number) =>
  JSON.stringify({
    ...{ time: 't', event: 'epoch', epoch: n, steps: n, learningRate: 1, seconds: 1 },
    metrics: { loss },
  });

describe('parseRunLog', () => {
  it('takes the last word on an epoch, and epochs in their order', () => {
    const { epochs } = parseRunLog([epoch(2, 9), epoch(1, 3), epoch(2, 2), ''].join('\n'));
    expect(epochs.map((one) => [one.epoch, one.metrics.loss])).toEqual([
      [1, 3],
      [2, 2],
    ]);
  });

  it('passes over half a line, what is no event, and an epoch that lacks its figures', () => {
    const torn = `${epoch(1, 3).slice(0, 40)}${epoch(2, 5)}`;
    const log = parseRunLog(
      [torn, '7', '{"event":"epoch","epoch":3}', '{"event":"fit","reason":"a"}', epoch(4, 1)].join(
        '\n',
      ),
    );
    expect(log.epochs.map((one) => one.epoch)).toEqual([4]);
    expect(log.last('fit')).toEqual({ event: 'fit', reason: 'a' });
  });

  it('has the last of events of one name, and none of one that never came', () => {
    const log = parseRunLog('{"event":"backend","n":1}\n{"event":"backend","n":2}');
    expect(log.last('backend')?.n).toBe(2);
    expect(log.last('fit')).toBeUndefined();
  });
});
