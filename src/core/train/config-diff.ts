// Where two configs differ, for telling runs apart.

/** A place that differs; a value is null where there is none. */
export interface ConfigDifference {
  /** E.g. `fit.learningRate`. */
  readonly path: string;
  /** As JSON, one for each config. */
  readonly values: readonly (string | null)[];
}

/** All places where configs differ, in the order they stand in. Names and reasons do not count. */
export function configDifferences(configs: readonly object[]): ConfigDifference[] {
  const leaves = configs.map((config) => new Map(leavesOf(config, '')));
  const paths = [...new Set(leaves.flatMap((own) => [...own.keys()]))];
  return paths
    .filter((path) => !['name', 'version', 'why'].includes(path))
    .map((path) => ({ path, values: leaves.map((own) => own.get(path) ?? null) }))
    .filter(({ values }) => new Set(values).size > 1);
}

function leavesOf(value: unknown, path: string): [string, string][] {
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) {
    return [[path, JSON.stringify(value)]];
  }
  return Object.entries(value).flatMap(([key, inner]) =>
    leavesOf(inner, path === '' ? key : `${path}.${key}`),
  );
}
