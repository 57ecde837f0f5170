// What every optimizer is: a rule that changes one flat array of weights in place. On
// the CPU over flat arrays and not in tensors, so that its state is exact, the same on
// every backend, also where textures are float16. Used by the training loop.
import { CoreError } from '../../errors';

/** All that an optimizer is between two steps. */
export interface OptimizerState {
  /** Steps taken. */
  readonly steps: number;
  /** By slot name (`m`, `v`, `velocity`, …), each as long as the weights. */
  readonly slots: Readonly<Record<string, Float32Array>>;
}

/** An update rule with its state. Arithmetic in double, state in float32. */
export interface Optimizer {
  /** Steps taken so far. */
  readonly steps: number;
  /**
   * One update, in place on `weights`; `gradient` is not changed. `rate`: learning rate
   * of this step, finite, not negative.
   * @throws CoreError `config-invalid` for arrays of another size than the layout's or a
   * rate out of range; nothing is changed then.
   */
  step(weights: Float32Array, gradient: Float32Array, rate: number): void;
  /** A copy of the state. */
  state(): OptimizerState;
  /**
   * Puts a saved state back, exactly: the steps that follow are bit for bit those of the
   * run it was saved from. Copies.
   * @throws CoreError `config-invalid` for other slots, other sizes or a step count that
   * is not one; nothing is changed then.
   */
  restore(state: OptimizerState): void;
}

/** One optimizer's own part. */
export interface UpdateRule {
  /** Named in error messages. */
  readonly kind: string;
  /** Elements of the flat arrays. */
  readonly size: number;
  /** What it remembers between steps, all zero at first; `restore` writes into them. */
  readonly slots: Readonly<Record<string, Float32Array>>;
  /** Changes `weights` and the slots. `step`: 1 in the first step. */
  update(
    weights: Float32Array,
    gradient: Float32Array,
    at: { readonly rate: number; readonly step: number },
  ): void;
}

/** Gives an update rule its step count, the checks around it, save and restore. */
export function optimizerOf(rule: UpdateRule): Optimizer {
  const { kind, size, slots } = rule;
  let steps = 0;
  const refuse = (why: string): never => {
    throw new CoreError('config-invalid', `${kind}: ${why}`);
  };
  return {
    get steps() {
      return steps;
    },
    step(weights, gradient, rate) {
      if (weights.length !== size) refuse(`${weights.length} weights, not ${size}`);
      if (gradient.length !== size) refuse(`a gradient of ${gradient.length}, not ${size}`);
      if (!(rate >= 0 && rate < Infinity)) refuse(`learning rate ${rate}`);
      rule.update(weights, gradient, { rate, step: steps + 1 });
      steps++;
    },
    state: () => ({
      steps,
      slots: Object.fromEntries(Object.entries(slots).map(([name, slot]) => [name, slot.slice()])),
    }),
    restore(state) {
      const given = Object.keys(state.slots).sort().join(', ');
      const own = Object.keys(slots).sort().join(', ');
      if (given !== own) refuse(`a state with the slots [${given}], not [${own}]`);
      for (const [name, { length }] of Object.entries(state.slots)) {
        if (length !== size) refuse(`slot ${name} has ${length} elements, not ${size}`);
      }
      if (!(Number.isSafeInteger(state.steps) && state.steps >= 0)) refuse(`${state.steps} steps`);
      steps = state.steps;
      for (const [name, slot] of Object.entries(slots)) slot.set(state.slots[name]);
    },
  };
}
