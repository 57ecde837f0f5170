import { expect, it } from 'vitest';
import type { RunLog } from './run-paper';
import { logOfSameRun } from './same-run';
import { paperRuns } from './studies';

const named = (name: string) => paperRuns([]).find((run) => run.name === name)!;
const logOf = (name: string) =>
  JSON.parse(JSON.stringify({ ...named(name), parameters: 7, ended: 'all' })) as RunLog;

it('takes the log of a run that differs in its names only', () => {
  const done = [logOf('networks-v1.0-1'), logOf('networks-v2.0-1')];
  const log = logOfSameRun(named('balance-one-to-one-1'), done)!;
  expect(log).toMatchObject({
    ...{ name: 'balance-one-to-one-1', study: 'balance', arm: 'one-to-one', parameters: 7 },
    ...{ sameAs: 'networks-v2.0-1', config: { name: 'balance-one-to-one-1' } },
  });
  // What a copy is copied to names the one that was trained.
  expect(logOfSameRun(named('networks-v2.0-1'), [log])?.sameAs).toBe('networks-v2.0-1');
});

it('tells apart pictures, seeds, lengths and callbacks', () => {
  const done = [logOf('networks-v2.0-1')];
  for (const name of [
    'balance-twelve-to-one-1',
    'balance-one-to-one-2',
    'plateau-plateau-1',
    'rates-adam-0.0001-1',
    'depth-6-1',
  ]) {
    expect(logOfSameRun(named(name), done), name).toBeNull();
  }
});
