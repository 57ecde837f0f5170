import { expect, it } from 'vitest';
import { presetConfig } from '../../../core/run/presets';
import { foldRuns } from '../folds/begin';
import { newRun } from '../new-run';
import { deskRows } from './run-rows';

it('shows the runs of one cross-validation as one row, where the first of them stands', () => {
  const config = presetConfig('small', 'tiny', 1);
  const single = newRun(config, 's');
  const folds = foldRuns(config, 's', { k: 3, seed: 1 });
  const listed = [folds[2], single, folds[0], folds[1]].map((run) => ({
    kind: 'run' as const,
    run,
  }));
  const rows = deskRows([...listed, { kind: 'unreadable', id: 'x' }]);
  expect(rows.map(({ kind, name }) => [kind, name])).toEqual([
    ['folds', 'tiny in 3 folds'],
    ['run', 'tiny'],
    ['unreadable', 'x'],
  ]);
  expect(rows[0]).toMatchObject({ id: folds[0].fold!.group, runs: [folds[2], folds[0], folds[1]] });
});
