// The pictures that the paper's experiments see: as few as it had, the same for all runs
// of one kind, drawn from the train and val splits; every run is judged on all of test.
import type { Sample } from '../../src/core/data/manifest';
import { CoreError } from '../../src/core/errors';
import { seededRandom, shuffled } from '../../src/core/random';

/** How many [benign, malignant] pictures. */
export interface SubsetSpec {
  readonly train: readonly [number, number];
  readonly val: readonly [number, number];
}

/** Not a run's seed: other weights must not mean other pictures. */
const SEED = 'paper';

/**
 * Draws them; of equal needs the same, and a smaller need is part of a larger one. Test
 * rows pass.
 * @throws CoreError `data-invalid` where a split has too few.
 */
export function drawSubset<S extends Sample>(samples: readonly S[], spec: SubsetSpec): S[] {
  const chosen = (['train', 'val'] as const).flatMap((split) =>
    (['benign', 'malignant'] as const).flatMap((target, i) => {
      const own = samples.filter((sample) => sample.split === split && sample.target === target);
      const wanted = spec[split][i];
      if (own.length < wanted) {
        throw new CoreError(
          'data-invalid',
          `${split} has ${own.length} ${target} pictures, ${wanted} are needed`,
        );
      }
      return shuffled(own, seededRandom(SEED, split, target)).slice(0, wanted);
    }),
  );
  return [...chosen, ...samples.filter(({ split }) => split === 'test')];
}
