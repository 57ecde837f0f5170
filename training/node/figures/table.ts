// Figures as lines of text, columns aligned.
import { formatInterval } from '../../../src/core/evaluate/report';
import type { DecisionFigures } from '../../../src/core/evaluate/decision';
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

/** Counts, and every accuracy beside that of the rule that never looks. */
export function decisionTable(figures: DecisionFigures): string {
  const { truePositive, falseNegative, trueNegative, falsePositive, trivial } = figures;
  const percent = (share: number) => `${(100 * share).toFixed(2)} %`;
  const right = (own: number, of: number) => `${own} of ${of}, ${percent(own / of)}`;
  const counts = [
    ['', 'flagged', 'not flagged', 'right'],
    [
      'malignant',
      String(truePositive),
      String(falseNegative),
      right(truePositive, truePositive + falseNegative),
    ],
    [
      'benign',
      String(falsePositive),
      String(trueNegative),
      right(trueNegative, trueNegative + falsePositive),
    ],
  ];
  return [
    formatTable(counts),
    `right overall ${formatInterval(figures.accuracy)}; always saying "${trivial.always}" would be right for ${percent(trivial.accuracy)}`,
    `balanced ${percent(figures.balancedAccuracy)}, where a rule that never looks has 50 %`,
    `at this set's ${percent(figures.prevalence)} malignant: flagged and malignant (PPV) ${formatInterval(figures.ppv)}, not flagged and benign (NPV) ${formatInterval(figures.npv)}`,
  ].join('\n');
}

export function gateTable(judged: Gate['judged']): string {
  const cells = judged.map(({ set, n, rejected }) => [set, String(n), formatInterval(rejected)]);
  return formatTable([['set', 'n', 'turned away'], ...cells]);
}
