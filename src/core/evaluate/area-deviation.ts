// The standard error of an area under the ROC curve, or of a difference of two, where some
// cases belong together: several pictures of one patient say less than as many of several.

/** How a case stands to those of the other class, and what it belongs to (empty: nothing). */
export interface Placed {
  /** In [0, 1]; of a difference in [−1, 1]. */
  readonly placement: number;
  readonly cluster: string;
}

/**
 * Obuchowski 1997 (Biometrics 53, 567–578), from DeLong's placements; where every case is a
 * cluster of its own it is DeLong's. NaN where a class has one cluster.
 */
export function areaDeviation(malignant: readonly Placed[], benign: readonly Placed[]): number {
  const sums = new Map<string, { malignant: number; benign: number }>();
  const add = (all: readonly Placed[], of: 'malignant' | 'benign') => {
    const centre = all.reduce((sum, { placement }) => sum + placement, 0) / all.length;
    const clusters = new Set<string>();
    all.forEach(({ placement, cluster }, i) => {
      const key = cluster === '' ? `${of} ${i}` : `cluster ${cluster}`;
      const sum = sums.get(key) ?? { malignant: 0, benign: 0 };
      sum[of] += placement - centre;
      sums.set(key, sum);
      clusters.add(key);
    });
    return clusters.size;
  };
  const ofMalignant = add(malignant, 'malignant');
  const ofBenign = add(benign, 'benign');
  if (ofMalignant < 2 || ofBenign < 2) return NaN;
  const all = [...sums.values()];
  const total = (product: (sum: (typeof all)[number]) => number, clusters: number) =>
    (clusters / (clusters - 1)) * all.reduce((sum, one) => sum + product(one), 0);
  const [m, n] = [malignant.length, benign.length];
  const variance =
    total((sum) => sum.malignant ** 2, ofMalignant) / m ** 2 +
    total((sum) => sum.benign ** 2, ofBenign) / n ** 2 +
    (2 * total((sum) => sum.malignant * sum.benign, all.length)) / (m * n);
  // The mixed sum may be the larger by rounding, where nothing varies.
  return Math.sqrt(Math.max(0, variance));
}
