import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { callbackSchema, createCallbacks, type CallbackPorts } from './create-callbacks';

const watched = { monitor: 'valLoss', direction: 'min' };
const parse = (values: readonly unknown[]) => v.parse(v.array(callbackSchema), values);
const every = [
  { kind: 'reduce-lr-on-plateau', ...watched, patience: 1 },
  { kind: 'early-stopping', ...watched, patience: 3, restoreBestWeights: true },
  { kind: 'model-checkpoint', onlyBest: watched },
  { kind: 'model-checkpoint', name: 'now-and-then', period: 2 },
  { kind: 'weight-average', momentum: 0.5 },
  { kind: 'csv-log' },
  { kind: 'jsonl-log' },
];

function memoryPorts() {
  const texts = new Map<string, string>();
  const saved: string[] = [];
  const ports: CallbackPorts = {
    initialWeights: Float32Array.of(0, 0),
    saver:
      (name) =>
      (_weights, { epoch }) =>
        void saved.push(`${name} ${epoch}`),
    sink: (name) => ({
      cut: (length) => {
        texts.set(name, (texts.get(name) ?? '').slice(0, length));
        return texts.get(name)!;
      },
      append: (text) => void texts.set(name, texts.get(name) + text),
    }),
  };
  return { ports, texts, saved };
}

/** Plays a run of two steps an epoch, cut after `cut` epochs and resumed from its states. */
async function play(values: readonly number[], cut = -1) {
  const host = memoryPorts();
  const weights = Float32Array.of(0, 0);
  const reasons: string[] = [];
  const run = {
    weights,
    learningRate: 1,
    rateFactor: 1,
    stop: (reason: string) => void reasons.push(reason),
  };
  let callbacks = createCallbacks(parse(every), host.ports);
  for (const [i, valLoss] of values.entries()) {
    for (let step = 0; step < 2; step++) {
      weights.forEach((w, k) => (weights[k] = w + k + 1));
      callbacks.forEach((callback) => callback.onStep?.(run));
    }
    run.learningRate = run.rateFactor;
    const { learningRate } = run;
    const metrics = { valLoss };
    const log = { epoch: i + 1, steps: 2 * i + 2, learningRate, seconds: 1, metrics };
    for (const callback of callbacks) await callback.onEpoch?.(log, run);
    if (i + 1 === cut) {
      const states = callbacks.map((callback) => callback.state());
      callbacks = createCallbacks(parse(every), {
        ...host.ports,
        initialWeights: new Float32Array(2),
      });
      callbacks.forEach((callback, k) => callback.restore(states[k]));
    }
  }
  const final = callbacks.map((callback) => callback.state());
  for (const callback of callbacks) await callback.onEnd?.(run);
  const { rateFactor } = run;
  return {
    final,
    reasons,
    rateFactor,
    weights: [...weights],
    texts: host.texts,
    saved: host.saved,
  };
}

describe('createCallbacks', () => {
  it('makes the callbacks in their order, under their names', () => {
    const callbacks = createCallbacks(parse(every), memoryPorts().ports);
    expect(callbacks.map(({ name }) => name)).toEqual([
      'reduce-lr-on-plateau',
      'early-stopping',
      'model-checkpoint',
      'now-and-then',
      'weight-average',
      'csv-log',
      'jsonl-log',
    ]);
  });

  it('gives each its own port', async () => {
    const { texts, saved } = await play([3, 4, 2]);
    expect(saved).toEqual(['model-checkpoint 1', 'now-and-then 2', 'model-checkpoint 3']);
    expect([...texts.keys()]).toEqual(['csv-log', 'jsonl-log']);
  });

  it('cut after any epoch and resumed together, end as if they had not been', async () => {
    const values = [5, 4, 6, 4, 3, 3, 3, 3];
    const unbroken = await play(values);
    for (let cut = 1; cut <= values.length; cut++) {
      expect(await play(values, cut)).toEqual(unbroken);
    }
    expect(unbroken.rateFactor).toBeLessThan(1);
    expect(unbroken.reasons).toEqual(['valLoss has not improved for 3 epochs']);
  });

  it('makes none from none', () => {
    expect(createCallbacks([], memoryPorts().ports)).toEqual([]);
  });

  it('refuses two of one name', () => {
    const configs = parse([{ kind: 'csv-log' }, { kind: 'csv-log' }]);
    expect(() => createCallbacks(configs, memoryPorts().ports)).toThrow(
      expect.objectContaining({ code: 'config-invalid', message: 'two callbacks named "csv-log"' }),
    );
  });
});

describe('callbackSchema', () => {
  it.each([
    [{ kind: 'tensorboard' }],
    [{ kind: 'csv-log', separator: ';' }],
    [{ kind: 'early-stopping', monitor: 'valLoss' }],
  ])('refuses %j', (value) => {
    expect(() => parse([value])).toThrow();
  });
});
