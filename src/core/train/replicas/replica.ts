// One copy of the network on this thread's backend: takes weights in, gives gradients and
// logits out. Owns its variables. Knows nothing of optimizers, epochs or other replicas.
// For its side effect: tfjs-core alone registers no gradients.
import '@tensorflow/tfjs-layers';
import {
  concat,
  keep,
  reshape,
  tensor,
  tidy,
  variable,
  variableGrads,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Variable,
} from '@tensorflow/tfjs-core';
import { seededRandom } from '../../random';
import { createNetwork, type NetworkConfig } from '../networks/create-network';
import type { Mode, Network } from '../networks/network';
import { crossEntropy } from '../ops/cross-entropy';
import { layOut, viewOf, type ParameterLayout } from '../parameters';
import type { MicroBatch, MicroGradient, Values } from './messages';
import { layOutNorms, type PlacedNorm } from './moments';

export class Replica {
  readonly #network: Network;
  readonly #layout: ParameterLayout;
  readonly #norms: readonly PlacedNorm[];
  readonly #momentsSize: number;
  readonly #variables = new Map<string, Variable>();
  readonly #moving = new Map<string, Tensor>();

  constructor(config: NetworkConfig) {
    this.#network = createNetwork(config);
    this.#layout = layOut(this.#network.parameters);
    const { norms, size } = layOutNorms(this.#network);
    this.#norms = norms;
    this.#momentsSize = size;
  }

  /** Takes copies of weights and moving statistics. */
  setValues({ weights, moving }: Values): void {
    for (const parameter of this.#layout.parameters) {
      // A copy: the backend may keep a reference, and shared memory changes underneath.
      const values = tensor(viewOf(weights, parameter).slice(), [...parameter.shape]);
      const known = this.#variables.get(parameter.name);
      if (known) known.assign(values);
      else
        this.#variables.set(
          parameter.name,
          tidy(() => variable(values)),
        );
      values.dispose();
    }
    for (const { layer, channels, offset } of this.#norms) {
      ['mean', 'variance'].forEach((what, i) => {
        const name = `${layer}/moving_${what}`;
        const from = offset + i * channels;
        this.#moving.get(name)?.dispose();
        this.#moving.set(name, tensor(moving.slice(from, from + channels), [channels]));
      });
    }
  }

  /** Loss and gradient of a micro-batch, summed over its rows, with the values set last. */
  async gradient(
    { rows, xs, targets, rowWeights, seed }: MicroBatch,
    into: Float32Array | null,
  ): Promise<Omit<MicroGradient, 'heapBytes'>> {
    const { inputShape, labels } = this.#network;
    const moments = new Map<string, Tensor>();
    const x = tensor(xs, [rows, ...inputShape]);
    const mode: Mode = {
      kind: 'train',
      random: seededRandom(seed),
      // Kept out of the tidies of forward and backward, which would free them.
      onMoments: (layer, { mean, variance }) => {
        moments.set(layer, keep(concat([mean, variance])));
      },
    };
    const { value, grads } = variableGrads(() => {
      const logits = this.#network.forward(x, (name) => this.#find(name), mode);
      const p = tensor(targets, [rows, labels]) as Tensor2D;
      return crossEntropy(logits, p, tensor(rowWeights) as Tensor1D);
    }, [...this.#variables.values()]);
    x.dispose();
    const gradient = into ?? new Float32Array(this.#layout.size);
    for (const parameter of this.#layout.parameters) {
      const tensorOf = grads[this.#variables.get(parameter.name)!.name];
      viewOf(gradient, parameter).set(await tensorOf.data<'float32'>());
      tensorOf.dispose();
    }
    const flat = new Float32Array(this.#momentsSize);
    for (const { layer, offset } of this.#norms) {
      const values = moments.get(layer)!;
      flat.set(await values.data<'float32'>(), offset);
      values.dispose();
    }
    const [loss] = await value.data();
    value.dispose();
    return { loss, gradient: into ? null : gradient, moments: flat };
  }

  /** Logits rows × labels of inputs, as they are judged: no dropout, moving statistics. */
  async logits(xs: Float32Array, rows: number): Promise<Float32Array> {
    const { inputShape } = this.#network;
    const logits = tidy(() => {
      const x = tensor(xs, [rows, ...inputShape]);
      const answer = this.#network.forward(x, (name) => this.#find(name), { kind: 'judge' });
      return reshape(answer, [-1]);
    });
    const values = (await logits.data<'float32'>()).slice();
    logits.dispose();
    return values;
  }

  dispose(): void {
    this.#variables.forEach((v) => v.dispose());
    this.#moving.forEach((t) => t.dispose());
    this.#variables.clear();
    this.#moving.clear();
  }

  #find(name: string): Tensor {
    const found = this.#variables.get(name) ?? this.#moving.get(name);
    if (!found) throw new Error(`the network asks for ${name}, which it did not announce`);
    return found;
  }
}
