// Several networks as one whose weights are the mean of theirs. Networks tuned from one
// start lie in one basin, where the mean is often better than each, and costs nothing more
// to store or to run (Wortsman et al. 2022, "Model soups").
import { CoreError } from '../errors';
import type { NamedWeight } from './weights';

/**
 * The mean of every weight. @throws CoreError `config-invalid` for networks that do not have
 * the same weights.
 */
export function averageWeights(members: readonly (readonly NamedWeight[])[]): NamedWeight[] {
  if (members.length < 2) {
    throw new CoreError('config-invalid', 'an average needs two networks or more');
  }
  const byName = members.map((weights) => new Map(weights.map((weight) => [weight.name, weight])));
  const [first] = members;
  for (const other of byName) {
    const differing = first.find(
      ({ name, shape }) => other.get(name)?.shape.join() !== shape.join(),
    );
    if (differing || other.size !== first.length) {
      throw new CoreError(
        'config-invalid',
        `the networks do not have the same weights: ${differing?.name ?? 'one has more'}`,
      );
    }
  }
  return first.map(({ name, shape, values }) => {
    const all = byName.map((weights) => weights.get(name)!.values);
    const mean = values.map(
      (_value, i) => all.reduce((sum, own) => sum + own[i], 0) / members.length,
    );
    return { name, shape, values: mean };
  });
}
