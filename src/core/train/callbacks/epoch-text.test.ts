import { describe, expect, it } from 'vitest';
import { epochText, type LogSink } from './epoch-text';

function memorySink(stored = '') {
  const calls: string[] = [];
  const sink: LogSink = {
    cut: async (length) => {
      calls.push(`cut ${length}`);
      return (stored = stored.slice(0, length));
    },
    append: async (text) => {
      calls.push(`append ${text}`);
      stored += text;
    },
  };
  return { sink, calls, text: () => stored };
}

const run = { weights: new Float32Array(), learningRate: 1, rateFactor: 1, stop: () => {} };
const logOf = (epoch: number) => ({
  epoch,
  steps: epoch,
  learningRate: 1,
  seconds: 1,
  metrics: {},
});
/** Lines that say how much text was there before. */
const create = (sink: LogSink) =>
  epochText('log', sink, (log, before) => `${log.epoch} after ${before.length}\n`);

describe('epochText', () => {
  it('starts the log of a fresh run anew, and cuts only once', async () => {
    const { sink, calls, text } = memorySink('of another run\n');
    const callback = create(sink);
    await callback.onEpoch!(logOf(1), run);
    await callback.onEpoch!(logOf(2), run);
    await callback.onEnd!(run);
    expect(text()).toBe('1 after 0\n2 after 10\n');
    expect(calls).toEqual(['cut 0', 'append 1 after 0\n', 'append 2 after 10\n']);
  });

  it('starts it anew also when the run ends before its first epoch', async () => {
    const { sink, text } = memorySink('of another run\n');
    await create(sink).onEnd!(run);
    expect(text()).toBe('');
  });

  it('resumed after any epoch, ends up as if it had never stopped', async () => {
    const epochs = [1, 2, 3, 4, 5];
    const unbroken = memorySink();
    const callback = create(unbroken.sink);
    const states = [callback.state()];
    for (const epoch of epochs) {
      await callback.onEpoch!(logOf(epoch), run);
      states.push(JSON.parse(JSON.stringify(callback.state())));
    }
    for (const [done, state] of states.entries()) {
      // The run went on after the checkpoint, and died in the middle of a line.
      const left = memorySink(unbroken.text() + '6 aft');
      const resumed = create(left.sink);
      resumed.restore(state);
      for (const epoch of epochs.slice(done)) await resumed.onEpoch!(logOf(epoch), run);
      await resumed.onEnd!(run);
      expect(left.text()).toBe(unbroken.text());
    }
  });

  it('counts UTF-16 units', async () => {
    const { sink, text } = memorySink();
    const write = () => epochText('log', sink, () => 'ä😀\n');
    const callback = write();
    await callback.onEpoch!(logOf(1), run);
    expect(callback.state().numbers).toEqual({ length: 4 });
    const resumed = write();
    resumed.restore(callback.state());
    await resumed.onEpoch!(logOf(2), run);
    expect(text()).toBe('ä😀\nä😀\n');
  });

  it('refuses a log shorter than the checkpoint knows, at an epoch and at the end', async () => {
    const refusal = expect.objectContaining({
      code: 'data-invalid',
      message: 'log: the log has 5 characters, the checkpoint knows 10',
    });
    const resumed = () => {
      const callback = create(memorySink('short').sink);
      callback.restore({ numbers: { length: 10 }, arrays: {} });
      return callback;
    };
    await expect(resumed().onEpoch!(logOf(2), run)).rejects.toThrow(refusal);
    await expect(resumed().onEnd!(run)).rejects.toThrow(refusal);
  });

  it('does not count what could not be stored', async () => {
    const { sink } = memorySink();
    const callback = create({ ...sink, append: () => Promise.reject(new Error('disk full')) });
    await expect(callback.onEpoch!(logOf(1), run)).rejects.toThrow('disk full');
    expect(callback.state().numbers).toEqual({ length: 0 });
  });

  it('refuses the state of another callback', () => {
    const callback = create(memorySink().sink);
    expect(() => callback.restore({ numbers: { steps: 1 }, arrays: {} })).toThrow(
      expect.objectContaining({ code: 'config-invalid' }),
    );
  });
});
