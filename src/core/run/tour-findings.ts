// What came of a station of the paper tour, from what its arms gave for the same pictures.
// Nothing is known beforehand: a finding may go against the paper, or be none.
import { confusionAt, sensitivity } from '../evaluate/confusion';
import { auroc, type Interval, type Scored } from '../evaluate/roc';
import { seededRandom } from '../random';
import type { StationName } from './paper-tour';

/** An arm that has ended. */
export interface EndedArm {
  readonly name: string;
  /** Log-odds of its pictures, in the order of the other arms'. */
  readonly scored: readonly Scored[];
  /** Of each epoch. */
  readonly learningRates: readonly number[];
}

/** Of one arm, at even odds. */
export interface ArmFigures {
  readonly name: string;
  /** Share right, in [0, 1]. */
  readonly accuracy: number;
  readonly found: number;
  readonly sensitivity: Interval;
  readonly auroc: Interval;
  /** Mean cross-entropy, nats. */
  readonly loss: number;
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
  /** Favoured minus the other in loss; for `imbalance` the verdict is not by it. */
  readonly difference: Interval;
  /**
   * Two-sided, of what the verdict is by: losses on the same pictures with their signs
   * flipped at random, or McNemar's test on the malignant ones.
   */
  readonly p: number;
}

const LEVEL = 0.05;
/** Log-odds of ½. */
const EVEN = 0;
const FLIPS = 4_000;
const Z95 = 1.959963984540054;
/** What the paper would have: the arm, by station. */
const favourites: Readonly<Record<StationName, string>> = {
  imbalance: '1-1',
  depth: '7',
  optimizer: 'adam',
  plateau: 'halved',
};

/**
 * Judges a station by all its arms. The favoured one is held against the best of the others
 * by loss, for depth against the shallowest.
 * @throws RangeError for arms that were not judged on the same pictures.
 */
export function findingOf(station: StationName, ended: readonly EndedArm[]): Finding {
  const arms = ended.map(figuresOf);
  const at = ended.findIndex(({ name }) => name === favourites[station]);
  const others = arms.filter((_, i) => i !== at);
  const against =
    station === 'depth' ? others[0] : others.reduce((a, b) => (b.loss < a.loss ? b : a));
  const [first, second] = [ended[at], ended[arms.indexOf(against)]].map(({ scored }) => scored);
  if (
    first.length !== second.length ||
    first.some((one, i) => one.malignant !== second[i].malignant)
  ) {
    throw new RangeError('the arms were not judged on the same pictures');
  }
  const { difference, p } = compareLosses(first.map(lossOf), second.map(lossOf));
  const shared = {
    ...{ arms, difference, favoured: arms[at], against },
    n: first.length,
    malignant: first.filter(({ malignant }) => malignant).length,
  };
  if (station !== 'imbalance') {
    return { ...shared, p, verdict: verdictOf(-difference.value, p) };
  }
  // The trap is what is found at even odds.
  const byFound = mcNemar(found(first), found(second));
  return { ...shared, p: byFound.p, verdict: verdictOf(byFound.gained, byFound.p) };
}

function verdictOf(gain: number, p: number): Verdict {
  if (!(p < LEVEL)) return 'unclear';
  return gain > 0 ? 'agrees' : 'disagrees';
}

function figuresOf({ name, scored, learningRates }: EndedArm): ArmFigures {
  const counts = confusionAt(scored, EVEN);
  return {
    ...{ name, found: counts.truePositive, loss: meanOf(scored.map(lossOf)) },
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

/** Cross-entropy of one picture, nats: −log sigmoid of its margin, without overflow. */
function lossOf({ score, malignant }: Scored): number {
  const margin = malignant ? score : -score;
  return Math.max(0, -margin) + Math.log1p(Math.exp(-Math.abs(margin)));
}

/**
 * Mean difference of paired losses with its normal interval, and the p of a sign-flip test
 * (Fisher 1935), which holds for few pictures and any spread.
 */
function compareLosses(first: readonly number[], second: readonly number[]) {
  const differences = first.map((loss, i) => loss - second[i]);
  const value = meanOf(differences);
  const squares = differences.map((one) => (one - value) ** 2);
  const sum = squares.reduce((a, b) => a + b, 0);
  const half = Z95 * Math.sqrt(sum / (differences.length - 1) / differences.length);
  const random = seededRandom('tour', 'flips');
  let asFar = 1;
  for (let i = 0; i < FLIPS; i++) {
    const flipped = differences.reduce((a, b) => (random.next() < 0.5 ? a + b : a - b), 0);
    // What differs only in rounding is as far.
    if (Math.abs(flipped / differences.length) >= Math.abs(value) - 1e-12) asFar++;
  }
  const p = asFar / (FLIPS + 1);
  return { difference: { value, low: value - half, high: value + half }, p };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
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
