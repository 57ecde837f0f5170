import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { CoreError } from '../../errors';
import { paperNetworks } from '../../model/paper-networks';
import { useCpuBackend } from '../../testing';
import type { NetworkConfig } from '../networks/create-network';
import { openLocalReplica } from './local';
import type { FromReplica, MicroBatch } from './messages';
import { serveReplica } from './server';

beforeAll(useCpuBackend);

const host = { backend: 'cpu', detail: 'plain', heapBytes: () => 42 };
const network: NetworkConfig = {
  kind: 'perceptron',
  features: 2,
  hidden: 3,
  labels: 2,
  inputDropout: 0,
  hiddenDropout: 0,
};
const SIZE = 2 * 3 + 3 + 3 * 2 + 2;
const values = (value = 0.1) => ({
  weights: new Float32Array(SIZE).fill(value),
  moving: new Float32Array(0),
});
const batch: MicroBatch = {
  rows: 2,
  xs: Float32Array.of(1, 2, 3, 4),
  targets: Float32Array.of(1, 0, 0, 1),
  rowWeights: Float32Array.of(1, 1),
  seed: '',
};
const job = { kind: 'gradient', id: 7, version: 1, batch, into: null } as const;

function serve(of = host) {
  const said: FromReplica[] = [];
  const transferred: ArrayBuffer[][] = [];
  const handle = serveReplica(of, (message, transfer) => {
    said.push(message);
    transferred.push(transfer);
  });
  return { said, transferred, handle };
}

it('answers in order, hands its arrays over, and frees its tensors', async () => {
  const before = memory().numTensors;
  const { said, transferred, handle } = serve();
  void handle({ kind: 'open', network, shared: null });
  void handle({ kind: 'values', version: 1, values: values() });
  void handle(job);
  void handle({ kind: 'logits', id: 8, version: 1, rows: 1, xs: Float32Array.of(0, 0) });
  await handle({ kind: 'close' });
  expect(said).toMatchObject([
    { kind: 'ready', backend: 'cpu', detail: 'plain' },
    { kind: 'gradient', id: 7, heapBytes: 42 },
    { kind: 'logits', id: 8 },
  ]);
  const [, gradient, logits] = said as Extract<FromReplica, { kind: 'gradient' | 'logits' }>[];
  if (gradient.kind !== 'gradient' || logits.kind !== 'logits') throw new Error('another order');
  // Equal weights: both labels are as likely.
  expect(gradient.loss).toBeCloseTo(2 * Math.log(2), 6);
  expect(gradient.gradient).toHaveLength(SIZE);
  expect(logits.logits[0]).toBe(logits.logits[1]);
  expect(transferred).toEqual([
    [],
    [gradient.gradient!.buffer, gradient.moments.buffer],
    [logits.logits.buffer],
  ]);
  expect(memory().numTensors).toBe(before);
});

it('reads shared values when their version changes, and writes where it is told', async () => {
  const shared = values();
  const { said, handle } = serve();
  await handle({ kind: 'open', network, shared });
  const into = new Float32Array(SIZE);
  await handle({ ...job, into });
  expect(said[1]).toMatchObject({ kind: 'gradient', gradient: null });
  const first = into.slice();
  expect(first.some((value) => value !== 0)).toBe(true);
  shared.weights.fill(0.3);
  await handle({ ...job, into });
  expect(into).toEqual(first);
  await handle({ ...job, version: 2, into });
  expect(into).not.toEqual(first);
  await handle({ kind: 'close' });
});

describe('says what went wrong', () => {
  it('without a network', async () => {
    const { said, handle } = serve();
    await handle(job);
    expect(said).toMatchObject([{ kind: 'failed', id: 7, code: 'config-invalid' }]);
  });

  it('with a network that cannot be', async () => {
    const { said, handle } = serve();
    const none: NetworkConfig = {
      ...paperNetworks['cnn-v2'],
      kind: 'cnn',
      sizePx: 9,
      labels: 2,
    };
    await handle({ kind: 'open', network: none, shared: null });
    expect(said).toMatchObject([{ kind: 'failed', id: null, code: 'config-invalid' }]);
  });

  it('without the values that are asked for', async () => {
    const { said, handle } = serve();
    await handle({ kind: 'open', network, shared: null });
    await handle({ kind: 'values', version: 1, values: values() });
    await handle({ ...job, version: 2 });
    expect(said[1]).toMatchObject({ kind: 'failed', message: 'the replica has no values 2' });
    await handle({ kind: 'close' });
  });

  it('before it was given any values', async () => {
    const { said, handle } = serve();
    await handle({ kind: 'open', network, shared: null });
    await handle({ kind: 'logits', id: 8, version: -1, rows: 1, xs: Float32Array.of(0, 0) });
    expect(said[1]).toMatchObject({
      kind: 'failed',
      id: 8,
      message: expect.stringContaining('asks for hidden/kernel') as string,
    });
  });

  it('by the code of a known error, and by worker-died of any other', async () => {
    for (const [error, code] of [
      [new CoreError('out-of-memory', 'full'), 'out-of-memory'],
      [new Error('odd'), 'worker-died'],
    ] as const) {
      const { said, handle } = serve({
        ...host,
        heapBytes: () => {
          throw error;
        },
      });
      await handle({ kind: 'open', network, shared: values() });
      await handle(job);
      expect(said[1]).toEqual({ kind: 'failed', id: 7, code, message: error.message });
      await handle({ kind: 'close' });
    }
  });
});

it('is silent once it is closed, on this thread too', async () => {
  const said: FromReplica[] = [];
  const port = openLocalReplica(host);
  port.listen(
    (message) => said.push(message),
    () => undefined,
  );
  port.send({ kind: 'open', network, shared: values() });
  port.send(job);
  await port.close();
  expect(said).toEqual([]);
});
