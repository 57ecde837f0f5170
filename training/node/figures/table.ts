// Figures as lines of text, columns aligned.
import { formatInterval } from '../../../src/core/evaluate/report';
import type { Evaluation, Gate } from '../../../src/core/model/card';

/** Rows under a header, each cell as wide as its column. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, c) => Math.max(...rows.map((row) => row[c].length)));
  return rows
    .map((row) =>
      row
        .map((cell, c) => cell.padEnd(widths[c]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function evaluationTable(evaluations: readonly Evaluation[]): string {
  const header = 'set,n,malignant,AUROC,sensitivity,specificity,quiet misses,ECE'.split(',');
  const cells = evaluations.map((row) => [
    row.set,
    String(row.n),
    String(row.malignant),
    formatInterval(row.auroc),
    formatInterval(row.sensitivity),
    formatInterval(row.specificity),
    formatInterval(row.quietMissRate),
    row.ece.toFixed(3),
  ]);
  return formatTable([header, ...cells]);
}

export function gateTable(judged: Gate['judged']): string {
  const cells = judged.map(({ set, n, rejected }) => [set, String(n), formatInterval(rejected)]);
  return formatTable([['set', 'n', 'turned away'], ...cells]);
}
