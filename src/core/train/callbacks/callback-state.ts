// Reading a saved callback state: the checkpoint may come from another version or from a
// config with other callbacks. Used by every callback's `restore`.
import * as v from 'valibot';
import { CoreError } from '../../errors';
import type { CallbackState } from './callback';

/** A count: whole, not negative. */
export const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** A number, or null for "not yet". */
export const perhaps = v.nullable(v.pipe(v.number(), v.finite()));

/**
 * The state, if it has just the numbers and arrays a callback keeps.
 * @throws CoreError `config-invalid` with every mistake.
 */
export function parseState<const Schema extends v.GenericSchema<unknown>>(
  name: string,
  schema: Schema,
  state: CallbackState,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, state);
  if (result.success) return result.output;
  const mistakes = result.issues.map((issue) => `${v.getDotPath(issue) ?? ''}: ${issue.message}`);
  throw new CoreError('config-invalid', `not a state of ${name}: ${mistakes.join('; ')}`);
}
