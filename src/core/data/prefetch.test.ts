import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CoreError, type StopSignal } from '../errors';
import { plainPlan, type Batch, type PlannedRow } from './batches';
import { prefetch } from './prefetch';

const pause = () => new Promise((resolve) => setTimeout(resolve, 1));

/** A source whose reads take a while; counts how many run and how many batches are out. */
function slowSource(failAt = -1) {
  const seen = { started: [] as number[], running: 0, outstanding: 0, most: 0 };
  return {
    seen,
    async read(rows: readonly PlannedRow[], stop?: StopSignal): Promise<Batch> {
      const [{ row }] = rows;
      seen.started.push(row);
      seen.running++;
      seen.most = Math.max(seen.most, ++seen.outstanding);
      try {
        // Later ones are quicker, so that order is not a matter of luck.
        for (let i = row % 4; i < 4; i++) await pause();
        if (row === failAt) throw new CoreError('image-undecodable', `row ${row}`);
        if (stop?.aborted) throw new Error('stopped');
        return { rows, xs: new Float32Array(1), targets: new Float32Array(1) };
      } finally {
        seen.running--;
      }
    },
  };
}

const unhandled: unknown[] = [];
const note = (reason: unknown) => unhandled.push(reason);
beforeEach(() => {
  unhandled.length = 0;
  process.on('unhandledRejection', note);
});
afterEach(async () => {
  await pause();
  process.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
});

describe('prefetch', () => {
  it.each([0, 1, 3])('gives the batches in order, at most %i ahead', async (ahead) => {
    const source = slowSource();
    const rows: number[] = [];
    for await (const batch of prefetch(plainPlan(12, 1), source, { ahead })) {
      await pause();
      await pause();
      rows.push(batch.rows[0].row);
      source.seen.outstanding--;
    }
    expect(rows).toEqual([...Array(12).keys()]);
    expect(source.seen.most).toBe(ahead + 1);
  });

  it('reads ahead while the consumer is at work', async () => {
    const source = slowSource();
    const batches = prefetch(plainPlan(12, 1), source, { ahead: 2 });
    await batches.next();
    expect(source.seen.started).toEqual([0, 1, 2]);
    await batches.return();
  });

  it('ends its reads when the consumer leaves', async () => {
    const source = slowSource();
    for await (const batch of prefetch(plainPlan(12, 1), source, { ahead: 3 })) {
      if (batch.rows[0].row === 2) break;
    }
    expect(source.seen.running).toBe(0);
    const started = source.seen.started.length;
    await pause();
    expect(source.seen.started).toHaveLength(started);
  });

  it('throws when stopped, and leaves nothing running', async () => {
    const source = slowSource();
    const stop = new AbortController();
    const rows: number[] = [];
    const all = (async () => {
      const options = { ahead: 3, stop: stop.signal };
      for await (const batch of prefetch(plainPlan(12, 1), source, options)) {
        rows.push(batch.rows[0].row);
        if (rows.length === 2) stop.abort();
      }
    })();
    await expect(all).rejects.toMatchObject({ name: 'AbortError' });
    expect(rows).toEqual([0, 1]);
    expect(source.seen.running).toBe(0);
  });

  it('reads nothing if stopped before', async () => {
    const source = slowSource();
    const batches = prefetch(plainPlan(2, 1), source, { ahead: 1, stop: { aborted: true } });
    await expect(batches.next()).rejects.toMatchObject({ name: 'AbortError' });
    expect(source.seen.started).toEqual([]);
  });

  it('throws the error of a read at its place and ends the others', async () => {
    const source = slowSource(2);
    const rows: number[] = [];
    const all = (async () => {
      for await (const batch of prefetch(plainPlan(12, 1), source, { ahead: 4 })) {
        rows.push(batch.rows[0].row);
      }
    })();
    await expect(all).rejects.toMatchObject({ code: 'image-undecodable', message: 'row 2' });
    expect(rows).toEqual([0, 1]);
    expect(source.seen.running).toBe(0);
  });

  it('throws what a source throws at once, too', async () => {
    const source = {
      read(): Promise<Batch> {
        throw new CoreError('data-invalid', 'closed');
      },
    };
    const batches = prefetch(plainPlan(4, 1), source, { ahead: 2 });
    await expect(batches.next()).rejects.toMatchObject({ code: 'data-invalid' });
  });

  it.each([-1, 0.5, NaN])('refuses to read %s ahead', async (ahead) => {
    const batches = prefetch(plainPlan(4, 1), slowSource(), { ahead });
    await expect(batches.next()).rejects.toMatchObject({ code: 'config-invalid' });
  });
});
