import { csvParse } from 'd3-dsv';
import { describe, expect, it } from 'vitest';
import type { EpochLog } from './callback';
import { csvLog } from './csv-log';

function memorySink() {
  let stored = '';
  return {
    cut: (length: number) => (stored = stored.slice(0, length)),
    append: (text: string) => void (stored += text),
    text: () => stored,
  };
}

const config = { kind: 'csv-log', name: 'csv-log' } as const;
const run = { weights: new Float32Array(), learningRate: 1, rateFactor: 1, stop: () => {} };
const logOf = (epoch: number, metrics: EpochLog['metrics']): EpochLog => ({
  epoch,
  steps: 10 * epoch,
  learningRate: 0.1,
  seconds: 1.5,
  metrics,
});

async function write(logs: readonly EpochLog[]) {
  const sink = memorySink();
  const callback = csvLog(config, sink);
  for (const log of logs) await callback.onEpoch!(log, run);
  return sink.text();
}

describe('csvLog', () => {
  it('writes a header once and a row per epoch, metrics sorted', async () => {
    const text = await write([
      logOf(1, { valLoss: 0.5, loss: 0.25 }),
      logOf(2, { loss: 0, valLoss: 1e-9 }),
    ]);
    expect(text).toBe(
      'epoch,steps,learningRate,seconds,loss,valLoss\n' +
        '1,10,0.1,1.5,0.25,0.5\n' +
        '2,20,0.1,1.5,0,1e-9\n',
    );
  });

  it('writes NA for a metric missing later and leaves out a new one', async () => {
    const text = await write([logOf(1, { a: 1, b: 2 }), logOf(2, { b: 3, c: 4 })]);
    expect(text.split('\n').slice(1, 3)).toEqual(['1,10,0.1,1.5,1,2', '2,20,0.1,1.5,NA,3']);
  });

  it('says what is not finite', async () => {
    const text = await write([logOf(1, { a: NaN, b: -Infinity })]);
    expect(text.split('\n')[1]).toBe('1,10,0.1,1.5,NaN,-Infinity');
  });

  it('quotes names that need it, and finds its columns again behind them', async () => {
    const metrics = { 'a,b': 1, 'say "hi"': 2, 'two\nlines': 3 };
    const text = await write([logOf(1, metrics), logOf(2, metrics)]);
    expect(text).toMatch(/^epoch,steps,learningRate,seconds,"a,b","say ""hi""","two\nlines"\n/);
    expect(csvParse(text).map((row) => ({ ...row }))).toEqual(
      [1, 2].map((epoch) => ({
        epoch: `${epoch}`,
        steps: `${10 * epoch}`,
        learningRate: '0.1',
        seconds: '1.5',
        'a,b': '1',
        'say "hi"': '2',
        'two\nlines': '3',
      })),
    );
  });

  it('keeps every digit', async () => {
    const value = 0.1 + 0.2;
    const text = await write([logOf(1, { value })]);
    expect(Number(csvParse(text)[0].value)).toBe(value);
  });

  it('resumed after any epoch, ends up as if it had never stopped, with its first columns', async () => {
    const logs = [logOf(1, { a: 1, b: 2 }), logOf(2, { a: 3 }), logOf(3, { a: 4, b: 5, c: 6 })];
    const unbroken = await write(logs);
    for (let done = 0; done <= logs.length; done++) {
      const sink = memorySink();
      const first = csvLog(config, sink);
      let state = first.state();
      for (const [i, log] of logs.entries()) {
        await first.onEpoch!(log, run);
        if (i + 1 === done) state = first.state();
      }
      const resumed = csvLog(config, sink);
      resumed.restore(state);
      for (const log of logs.slice(done)) await resumed.onEpoch!(log, run);
      await resumed.onEnd!(run);
      expect(sink.text()).toBe(unbroken);
    }
  });

  it('refuses a metric named like a column of its own', async () => {
    await expect(write([logOf(1, { loss: 1, seconds: 2 })])).rejects.toThrow(
      expect.objectContaining({
        code: 'config-invalid',
        message: 'csv-log: a metric is named "seconds"',
      }),
    );
  });
});
