// The one source of randomness: seeded, so that every split, view and epoch can
// be drawn again. Used by data, augmentation and training; nothing calls Math.random.
import seedrandom from 'seedrandom';

/** A seeded stream of random numbers. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform in [low, high). */
  between(low: number, high: number): number;
  /** Uniform integer in [0, n). */
  below(n: number): number;
  /** Standard normal (Box–Muller). */
  normal(): number;
}

/**
 * Opens a stream. Parts of the seed are joined, so `seededRandom(7, 'epoch', 3)` is
 * independent of `seededRandom(7, 'epoch', 4)`: an epoch can be replayed without
 * replaying those before it, which is what makes resuming exact.
 */
export function seededRandom(...seed: readonly (string | number)[]): Random {
  const generator = seedrandom.alea(seed.join('/'));
  const next = () => generator();
  return {
    next,
    between: (low, high) => low + (high - low) * next(),
    below: (n) => Math.floor(next() * n),
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  };
}

/** A shuffled copy (Fisher–Yates). */
export function shuffled<T>(values: readonly T[], random: Random): T[] {
  const result = values.slice();
  for (let i = result.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [result[i], result[j]] = [result[j], result[i]];
  }
  return result;
}
