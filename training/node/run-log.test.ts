import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRunLog, readRunLog } from './run-log';

const epoch = (n: number) => ({
  ...{ epoch: n, steps: n, learningRate: 1, seconds: 1 },
  metrics: { loss: n },
});

describe('the log of a run', () => {
  let out: string;
  beforeEach(async () => {
    out = await mkdtemp(join(tmpdir(), 'run-log-'));
  });
  afterEach(() => rm(out, { recursive: true }));

  it('loses nothing but the line that a kill cut short', async () => {
    const log = await openRunLog(out, false);
    await log('epoch', epoch(1));
    await appendFile(join(out, 'log.jsonl'), '{"event":"epoch","epo');
    const goingOn = await openRunLog(out, true);
    await goingOn('epoch', epoch(2));
    await goingOn('fit', { reason: 'all epochs done' });
    const { epochs, last } = await readRunLog(out);
    expect(epochs.map((one) => one.epoch)).toEqual([1, 2]);
    expect(last('fit')?.reason).toBe('all epochs done');
  });

  it('adds no empty line to one that ends well, and begins anew where it is told to', async () => {
    await (
      await openRunLog(out, false)
    )('a', {});
    await (
      await openRunLog(out, true)
    )('b', {});
    const text = () => readFile(join(out, 'log.jsonl'), 'utf8');
    expect((await text()).split('\n')).toHaveLength(3);
    await (
      await openRunLog(out, false)
    )('c', {});
    expect(await text()).toMatch(/^\{"time":"[^"]+","event":"c"\}\n$/);
  });

  it('is asked for by name where there is none', async () => {
    await expect(readRunLog(out)).rejects.toThrow(/no folder of a run: it has no log\.jsonl/);
  });
});
