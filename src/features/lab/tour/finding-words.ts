// What came of a station, as one sentence made of its measured numbers.
import type { Finding } from '../../../core/run/tour-findings';
import type { StationName } from '../../../core/run/paper-tour';
import { lab } from '../../../i18n/lab';

export function findingWords(station: StationName, finding: Finding): string {
  const { favoured, against, difference, n, malignant, verdict } = finding;
  const says = lab.tour.finding[station][verdict];
  const p = finding.p < 0.001 ? 'p < 0.001' : `p = ${finding.p.toFixed(3)}`;
  if (station === 'imbalance') {
    return lab.tour.trap(says, {
      ...{ n, malignant, p },
      accuracy: percent(against.accuracy),
      rule: percent((n - malignant) / n),
      found: against.found,
      evenAccuracy: percent(favoured.accuracy),
      evenFound: favoured.found,
    });
  }
  const compared = lab.tour.compared(says, {
    ...{ n, p },
    favoured: lab.tour.armInWords[favoured.name],
    against: lab.tour.armInWords[against.name],
    value: favoured.loss.toFixed(3),
    other: against.loss.toFixed(3),
    auroc: favoured.auroc.value.toFixed(3),
    otherAuroc: against.auroc.value.toFixed(3),
    difference: difference.value.toFixed(3),
    low: difference.low.toFixed(3),
    high: difference.high.toFixed(3),
  });
  if (station !== 'plateau') return compared;
  return `${compared} ${lab.tour.halvings(favoured.lowered, favoured.lastRate.toPrecision(2))}`;
}

/** With one decimal. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
