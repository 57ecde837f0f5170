// What came of a station of the paper tour, from what its arms gave for the same pictures.
// Nothing is known beforehand: a finding may go against the paper, or be none.
import { confusionAt, sensitivity } from '../evaluate/confusion';
import { auroc, compareAuroc, type Interval, type Scored } from '../evaluate/roc';
import type { StationName } from './paper-tour';

/** An arm that has ended. */
export interface EndedArm {
  readonly name: string;
  /** Log-odds of its pictures, in the order of the other arms'. */
  readonly scored: readonly Scored[];
  /** Of each epoch. */
  readonly learningRates: readonly number[];
  /** After the last epoch, in nats. */
  readonly valLoss: number;
}

/** Of one arm, at even odds. */
export interface ArmFigures {
  readonly name: string;
  /** Share right, in [0, 1]. */
  readonly accuracy: number;
  readonly found: number;
  readonly sensitivity: Interval;
  readonly auroc: Interval;
  readonly valLoss: number;
  readonly lastRate: number;
  /** Times its rate was lowered. */
  readonly lowered: number;
}

/** `unclear`: what was seen may as well be chance. */
export type Verdict = 'agrees' | 'disagrees' | 'unclear';

export interface Finding {
  readonly verdict: Verdict;
  readonly n: number;
  readonly malignant: number;
  readonly arms: readonly ArmFigures[];
  /** The two that the verdict rests on: what the paper favours, and what it is held against. */
  readonly favoured: ArmFigures;
  readonly against: ArmFigures;
  /** Favoured minus the other in AUROC; for `imbalance` the verdict is not by it. */
  readonly difference: Interval;
  /** Two-sided, of what the verdict is by: DeLong's test, or McNemar's on malignant pictures. */
  readonly p: number;
}

const LEVEL = 0.05;
/** Log-odds of ½. */
const EVEN = 0;
/** What the paper would have: the arm, by station. */
const favourites: Readonly<Record<StationName, string>> = {
  imbalance: '1-1',
  depth: '7',
  optimizer: 'adam',
  plateau: 'halved',
};

/**
 * Judges a station by all its arms. The paper's favourite is held against the best of the
 * others by AUROC, for depth against the shallowest.
 * @throws RangeError for arms that were not judged on the same pictures.
 */
export function findingOf(station: StationName, ended: readonly EndedArm[]): Finding {
  const arms = ended.map(figuresOf);
  const at = ended.findIndex(({ name }) => name === favourites[station]);
  const others = arms.filter((_, i) => i !== at);
  const against =
    station === 'depth'
      ? others[0]
      : others.reduce((a, b) => (b.auroc.value > a.auroc.value ? b : a));
  const [first, second] = [ended[at], ended[arms.indexOf(against)]].map(({ scored }) => scored);
  const { difference, p } = compareAuroc(first, second);
  const shared = {
    ...{ arms, difference, favoured: arms[at], against },
    n: first.length,
    malignant: first.filter(({ malignant }) => malignant).length,
  };
  if (station !== 'imbalance') {
    return { ...shared, p, verdict: verdictOf(difference.value, p) };
  }
  // The trap is what is found at even odds; how well the pictures are ranked is no part of it.
  const byFound = mcNemar(found(first), found(second));
  return { ...shared, p: byFound.p, verdict: verdictOf(byFound.gained, byFound.p) };
}

function verdictOf(gain: number, p: number): Verdict {
  if (!(p < LEVEL)) return 'unclear';
  return gain > 0 ? 'agrees' : 'disagrees';
}

function figuresOf({ name, scored, learningRates, valLoss }: EndedArm): ArmFigures {
  const counts = confusionAt(scored, EVEN);
  return {
    ...{ name, valLoss, found: counts.truePositive },
    accuracy: (counts.truePositive + counts.trueNegative) / scored.length,
    sensitivity: sensitivity(counts),
    auroc: auroc(scored),
    lastRate: learningRates.at(-1) ?? NaN,
    lowered: learningRates.filter((rate, i) => i > 0 && rate < learningRates[i - 1]).length,
  };
}

/** Of each malignant picture, whether it was found. */
function found(scored: readonly Scored[]): boolean[] {
  return scored.filter(({ malignant }) => malignant).map(({ score }) => score >= EVEN);
}

/** McNemar's exact test on pairs: a sign test on those that differ. McNemar 1947. */
function mcNemar(first: readonly boolean[], second: readonly boolean[]) {
  const gained = first.filter((one, i) => one && !second[i]).length;
  const lost = first.filter((one, i) => !one && second[i]).length;
  const n = gained + lost;
  let tail = 0;
  let binomial = 1;
  for (let k = 0; k <= Math.min(gained, lost); k++) {
    tail += binomial;
    binomial *= (n - k) / (k + 1);
  }
  return { gained: gained - lost, p: Math.min(1, (2 * tail) / 2 ** n) };
}
