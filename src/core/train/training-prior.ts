// What share of malignant pictures a network was made to believe in. Its probabilities
// speak for that share, whatever the share among the pictures it is asked about:
// `shiftPrior` takes them from one to the other.
import type { FitConfig } from './fit-config';

/**
 * The share of malignant pictures in what the loss saw, 0 … 1: balanced sampling makes
 * all labels that occur equally frequent, and weights count a label as more or fewer
 * pictures (Saerens et al. 2002; Elkan 2001, "The foundations of cost-sensitive learning").
 * @param counts pictures of each label, in the order of the labels.
 */
export function trainingPrior(
  { balance, classWeights }: Pick<FitConfig, 'balance' | 'classWeights'>,
  counts: readonly number[],
  isMalignant: readonly boolean[],
): number {
  const seen = counts.map((count, label) => {
    const shown = balance === 'none' ? count : Number(count > 0);
    return shown * (classWeights?.[label] ?? 1);
  });
  const total = seen.reduce((sum, value) => sum + value, 0);
  const malignant = seen.reduce((sum, value, label) => sum + (isMalignant[label] ? value : 0), 0);
  return malignant / total;
}
