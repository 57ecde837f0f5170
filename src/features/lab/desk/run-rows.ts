// The list of runs as the desk shows it: the runs of one cross-validation are one row.
import { lab } from '../../../i18n/lab';
import type { LabRun, ListedRun } from '../../../storage/lab/runs';

export type DeskRow =
  | { readonly kind: 'run'; readonly id: string; readonly name: string; readonly run: LabRun }
  | {
      readonly kind: 'folds';
      /** Of the cross-validation. */
      readonly id: string;
      readonly name: string;
      readonly runs: readonly LabRun[];
    }
  | { readonly kind: 'unreadable'; readonly id: string; readonly name: string };

/** Rows in the order of the list; folds stand where the first of them does. */
export function deskRows(listed: readonly ListedRun[]): DeskRow[] {
  const rows: DeskRow[] = [];
  const groups = new Map<string, LabRun[]>();
  for (const row of listed) {
    if (row.kind === 'unreadable') {
      rows.push({ kind: 'unreadable', id: row.id, name: row.id });
      continue;
    }
    const { run } = row;
    if (!run.fold) {
      rows.push({ kind: 'run', id: run.id, name: run.name, run });
      continue;
    }
    const { group, k, index } = run.fold;
    const others = groups.get(group);
    if (others) {
      others.push(run);
      continue;
    }
    const runs = [run];
    groups.set(group, runs);
    const model = run.name.replace(lab.folds.runName('', index + 1, k), '');
    rows.push({ kind: 'folds', id: group, name: lab.folds.pageTitle(model, k), runs });
  }
  return rows;
}
