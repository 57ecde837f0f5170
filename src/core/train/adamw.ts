// AdamW. tfjs ships Adam without decoupled decay, and its saved state restores powers of
// β by `pow`, not by the product it trained with, so a resumed run would drift off in
// the last bits. Here the state is the two moments and a step count, nothing else.
import {
  add,
  div,
  mul,
  square,
  sub,
  sqrt,
  tensor,
  tidy,
  zerosLike,
  type NamedTensorMap,
  type Tensor,
  type Variable,
} from '@tensorflow/tfjs-core';

const BETA1 = 0.9;
const BETA2 = 0.999;
/** 1e-7 is Keras's; under float16 textures it is 0, so the caller may raise it. */
const DEFAULT_EPSILON = 1e-7;

/** Optimizer state of one variable: first and second moment, float32, as its values. */
export interface AdamWSlot {
  readonly m: Float32Array;
  readonly v: Float32Array;
}

/** AdamW (Loshchilov & Hutter 2019) over a fixed list of variables. Owns its moments. */
export class AdamW {
  readonly #variables: readonly Variable[];
  readonly #decayed: ReadonlySet<string>;
  readonly #weightDecay: number;
  readonly #epsilon: number;
  #moments: { m: Tensor; v: Tensor }[];
  #steps = 0;

  /** `decayed`: names of the variables that decay (kernels, not biases). */
  constructor(
    variables: readonly Variable[],
    options: {
      readonly weightDecay: number;
      readonly decayed: readonly string[];
      readonly epsilon?: number;
    },
  ) {
    this.#variables = variables;
    this.#decayed = new Set(options.decayed);
    this.#weightDecay = options.weightDecay;
    this.#epsilon = options.epsilon ?? DEFAULT_EPSILON;
    this.#moments = variables.map((variable) => ({
      m: zerosLike(variable),
      v: zerosLike(variable),
    }));
  }

  /** Steps taken so far. */
  get steps(): number {
    return this.#steps;
  }

  /** One update. `gradients` are by variable name and stay the caller's. */
  step(gradients: NamedTensorMap, learningRate: number): void {
    this.#steps++;
    const correction1 = 1 - BETA1 ** this.#steps;
    const correction2 = 1 - BETA2 ** this.#steps;
    this.#variables.forEach((variable, i) => {
      const old = this.#moments[i];
      const gradient = gradients[variable.name];
      const next = tidy(() => {
        const m = add(mul(old.m, BETA1), mul(gradient, 1 - BETA1));
        const v = add(mul(old.v, BETA2), mul(square(gradient), 1 - BETA2));
        const direction = div(div(m, correction1), add(sqrt(div(v, correction2)), this.#epsilon));
        const decay = this.#decayed.has(variable.name) ? learningRate * this.#weightDecay : 0;
        variable.assign(sub(mul(variable, 1 - decay), mul(direction, learningRate)));
        return { m, v };
      });
      old.m.dispose();
      old.v.dispose();
      this.#moments[i] = next;
    });
  }

  /** A copy of the state, in variable order. */
  async state(): Promise<AdamWSlot[]> {
    return Promise.all(
      this.#moments.map(async ({ m, v }) => ({
        m: (await m.data<'float32'>()).slice(),
        v: (await v.data<'float32'>()).slice(),
      })),
    );
  }

  /** Puts a saved state back, exactly. */
  restore(slots: readonly AdamWSlot[], steps: number): void {
    this.dispose();
    this.#steps = steps;
    this.#moments = this.#variables.map((variable, i) => ({
      m: tensor(slots[i].m, variable.shape),
      v: tensor(slots[i].v, variable.shape),
    }));
  }

  dispose(): void {
    for (const { m, v } of this.#moments) {
      m.dispose();
      v.dispose();
    }
  }
}
