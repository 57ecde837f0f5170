// Places in a config by their path, e.g. `fit.callbacks.0.patience`.

/** What stands there; undefined where there is nothing. */
export function valueAt(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (at, key) => (isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined),
      value,
    );
}

/**
 * A copy with something else there; undefined takes it away. What lies on the way and is no
 * object becomes one.
 */
export function withValue(value: unknown, path: string, put: unknown): unknown {
  const [key, ...rest] = path.split('.');
  const inner = rest.length === 0 ? put : withValue(valueAt(value, key), rest.join('.'), put);
  if (Array.isArray(value)) return value.map((one, i) => (String(i) === key ? inner : one));
  const own = isObject(value) ? value : {};
  if (inner !== undefined) return { ...own, [key]: inner };
  const { [key]: _, ...others } = own;
  return others;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
