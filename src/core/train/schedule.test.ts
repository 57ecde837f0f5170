import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { cosineRate, rateAt, scheduleSchema } from './schedule';

const parse = (value: unknown) => v.parse(scheduleSchema, value);
const rates = (value: unknown, peak: number, totalSteps: number) =>
  Array.from({ length: totalSteps + 1 }, (_, step) => rateAt(parse(value), peak, step, totalSteps));

describe('rateAt', () => {
  it('stays at the peak', () => {
    expect(rates({ kind: 'constant' }, 0.3, 3)).toEqual([0.3, 0.3, 0.3, 0.3]);
  });

  it('drops by the factor every so many steps, and no more after the end', () => {
    const schedule = { kind: 'step', factor: 0.5, everySteps: 2 };
    expect(rates(schedule, 0.8, 6)).toEqual([0.8, 0.8, 0.4, 0.4, 0.2, 0.2, 0.1]);
    expect(rateAt(parse(schedule), 0.8, 100, 6)).toBe(0.1);
  });

  // Worked by hand: half a cosine over 4 steps is (1 + cos(πk/4)) / 2.
  const quarter = (1 + Math.SQRT1_2) / 2;
  it.each<[string, object, number, number[]]>([
    ['no warm-up', {}, 4, [8, 8 * quarter, 4, 8 * (1 - quarter), 0]],
    ['warm-up', { warmUpSteps: 3 }, 7, [2, 4, 6, 8, 8 * quarter, 4, 8 * (1 - quarter), 0]],
    ['a final share', { finalShare: 0.25 }, 4, [8, 2 + 6 * quarter, 5, 2 + 6 * (1 - quarter), 2]],
  ])('climbs and falls along a cosine: %s', (_name, settings, totalSteps, expected) => {
    const got = rates({ kind: 'cosine', ...settings }, 8, totalSteps);
    expect(got).toHaveLength(expected.length);
    expected.forEach((rate, step) => expect(got[step]).toBeCloseTo(rate, 12));
  });

  it('holds the last rate of a cosine after the end', () => {
    const schedule = parse({ kind: 'cosine', finalShare: 0.25 });
    expect(rateAt(schedule, 8, 1000, 4)).toBe(2);
  });

  it('is the plain cosine by default', () => {
    const schedule = parse({ kind: 'cosine' });
    for (let step = 0; step <= 20; step++) {
      expect(rateAt(schedule, 0.01, step, 17)).toBe(cosineRate(0.01, step, 17));
    }
  });

  it('never leaves the range between 0 and the peak, and is never 0 in the warm-up', () => {
    const anySchedule = fc.oneof(
      fc.record({
        kind: fc.constant('step'),
        factor: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        everySteps: fc.integer({ min: 1, max: 50 }),
      }),
      fc.record({
        kind: fc.constant('cosine'),
        warmUpSteps: fc.integer({ min: 0, max: 9 }),
        finalShare: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
    );
    fc.assert(
      fc.property(anySchedule, fc.integer({ min: 10, max: 100 }), (value, totalSteps) => {
        rates(value, 2, totalSteps).forEach((rate, step) => {
          expect(rate).toBeLessThanOrEqual(2 * (1 + 1e-12));
          expect(rate).toBeGreaterThanOrEqual(0);
          if (step < 10) expect(rate).toBeGreaterThan(0);
        });
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('refuses a warm-up as long as the run', () => {
    const schedule = parse({ kind: 'cosine', warmUpSteps: 10 });
    expect(() => rateAt(schedule, 1, 0, 10)).toThrow(
      expect.objectContaining({
        code: 'config-invalid',
        message: 'a warm-up of 10 steps in a run of 10',
      }),
    );
  });
});

describe('scheduleSchema', () => {
  it("fills in Keras's defaults", () => {
    expect(parse({ kind: 'cosine' })).toEqual({ kind: 'cosine', warmUpSteps: 0, finalShare: 0 });
  });

  it.each([
    [{ kind: 'linear' }],
    [{ kind: 'constant', factor: 1 }],
    [{ kind: 'step', factor: 1, everySteps: 2 }],
    [{ kind: 'step', factor: 0, everySteps: 2 }],
    [{ kind: 'step', factor: 0.5, everySteps: 0 }],
    [{ kind: 'step', factor: 0.5 }],
    [{ kind: 'cosine', warmUpSteps: -1 }],
    [{ kind: 'cosine', finalShare: 1.1 }],
  ])('refuses %j', (value) => {
    expect(v.safeParse(scheduleSchema, value).success).toBe(false);
  });
});
