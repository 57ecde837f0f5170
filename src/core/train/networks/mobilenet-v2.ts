// MobileNetV2 as it is trained: whole, or the tail that follows a frozen trunk whose
// activations are cached. `folded` has batch-norm folded into its convolutions (Sandler et
// al. 2018 fine-tuned; the statistics stay those of the pretraining), `batch` normalises
// each batch. Weight names are those of core/model/mobilenet-v2.
import { add, clipByValue, matMul, mean, mul, rsqrt, sub } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import * as v from 'valibot';
import { CoreError } from '../../errors';
import { blocks, EPSILON, prefixOf } from '../../model/mobilenet-v2';
import { limits, type Limit } from '../ops/activation-gradient';
import { batchNorm } from '../ops/batch-norm';
import { convolution, depthwiseConvolution } from '../ops/convolution';
import { dropout } from '../ops/dropout';
import type { Parameter } from '../parameters';
import { heNormal } from './initial';
import type { Mode, Network } from './network';

const block = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(16));

export const mobileNetV2Schema = v.strictObject({
  kind: v.literal('mobilenet-v2'),
  /** Side of the picture, a multiple of 32. */
  sizePx: v.pipe(v.number(), v.integer(), v.minValue(32), v.multipleOf(32)),
  /** First block trained; above 0 the input is the output of the block before. */
  fromBlock: block,
  lastBlock: block,
  /** Channels of the 1×1 convolution after the last block, 1280 in the paper; 0: none. */
  topChannels: v.pipe(v.number(), v.integer(), v.minValue(0)),
  normalisation: v.picklist(['folded', 'batch']),
  /** Share of pooled features dropped in training. */
  dropout: v.pipe(v.number(), v.minValue(0), v.ltValue(1)),
  labels: v.pipe(v.number(), v.integer(), v.minValue(1)),
});
export type MobileNetV2Options = Readonly<v.InferOutput<typeof mobileNetV2Schema>>;

/** One convolution of the network, in order. */
interface Layer {
  readonly name: string;
  readonly norm: string;
  readonly kernel: readonly number[];
  readonly strides: number;
  readonly activation: Limit;
  readonly depthwise: boolean;
}

/** @throws CoreError `config-invalid` when the first block comes after the last. */
export function mobileNetV2(options: MobileNetV2Options): Network {
  const { sizePx, fromBlock, lastBlock, topChannels, normalisation, labels } = options;
  if (fromBlock > lastBlock) {
    throw new CoreError('config-invalid', `there are no blocks ${fromBlock} to ${lastBlock}`);
  }
  const stem = fromBlock === 0 ? conv('Conv1', 'bn_Conv1', 3, 3, 32, 2, 'relu6') : null;
  const inputShape = stem ? [sizePx, sizePx, 3] : [...outputShape(sizePx, fromBlock - 1)];
  const bodies: { readonly layers: readonly Layer[]; readonly isResidual: boolean }[] = [];
  let channels = stem ? 32 : inputShape[2];
  for (let block = fromBlock; block <= lastBlock; block++) {
    const [expansion, width, strides] = blocks[block];
    const prefix = prefixOf(block);
    const wide = channels * expansion;
    const layers = [
      ...(expansion === 1
        ? []
        : [conv(`${prefix}_expand`, `${prefix}_expand_BN`, 1, channels, wide, 1, 'relu6')]),
      depthwise(`${prefix}_depthwise`, `${prefix}_depthwise_BN`, wide, strides),
      conv(`${prefix}_project`, `${prefix}_project_BN`, 1, wide, width, 1, 'linear'),
    ];
    bodies.push({ layers, isResidual: strides === 1 && width === channels });
    channels = width;
  }
  const top =
    topChannels > 0 ? conv('Conv_1', 'Conv_1_bn', 1, channels, topChannels, 1, 'relu6') : null;
  const pooled = top ? topChannels : channels;
  const all = [
    ...(stem ? [stem] : []),
    ...bodies.flatMap(({ layers }) => layers),
    ...(top ? [top] : []),
  ];
  const isBatch = normalisation === 'batch';
  const parameters: Parameter[] = [
    ...all.flatMap((layer) => parametersOf(layer, isBatch)),
    { name: 'logits/kernel', shape: [pooled, labels], decays: true },
    { name: 'logits/bias', shape: [labels], decays: false },
  ];
  return {
    inputShape,
    labels,
    parameters,
    norms: isBatch ? all.map((layer) => ({ layer: layer.norm, channels: widthOf(layer) })) : [],
    initial: heNormal,
    forward(x, weight, mode) {
      const apply = (y: Tensor4D, layer: Layer) =>
        isBatch
          ? applyNormalised(y, layer, weight, mode, layer === all[0])
          : applyFolded(y, layer, weight, layer === all[0]);
      let y = x as Tensor4D;
      if (stem) y = apply(y, stem);
      for (const { layers, isResidual } of bodies) {
        const out = layers.reduce(apply, y);
        y = isResidual ? add(y, out) : out;
      }
      if (top) y = apply(y, top);
      let features = mean<Tensor2D>(y, [1, 2]);
      if (mode.kind === 'train') features = dropout(features, options.dropout, mode.random);
      return add(matMul(features, weight('logits/kernel') as Tensor2D), weight('logits/bias'));
    },
  };
}

/** Shape [height, width, channels] of what a block gives. */
export function outputShape(sizePx: number, block: number): readonly [number, number, number] {
  let side = sizePx / 2;
  for (let i = 0; i <= block; i++) side = Math.ceil(side / blocks[i][2]);
  return [side, side, blocks[block][1]];
}

function applyFolded(x: Tensor4D, layer: Layer, weight: WeightOf, isFirst: boolean): Tensor4D {
  const { name, strides, activation } = layer;
  const operation = layer.depthwise ? depthwiseConvolution : convolution;
  return operation(x, weight(kernelOf(layer)) as Tensor4D, weight(`${name}/bias`) as Tensor1D, {
    strides,
    pad: 'same',
    activation,
    isFirst,
  });
}

type WeightOf = (name: string) => Tensor;

function applyNormalised(
  x: Tensor4D,
  layer: Layer,
  weight: WeightOf,
  mode: Mode,
  isFirst: boolean,
): Tensor4D {
  const { norm, strides, activation } = layer;
  const operation = layer.depthwise ? depthwiseConvolution : convolution;
  const z = operation(x, weight(kernelOf(layer)) as Tensor4D, null, {
    strides,
    pad: 'same',
    activation: 'linear',
    isFirst,
  });
  const gamma = weight(`${norm}/gamma`) as Tensor1D;
  const beta = weight(`${norm}/beta`) as Tensor1D;
  if (mode.kind === 'train') {
    return batchNorm(z, gamma, beta, EPSILON, activation, (moments) =>
      mode.onMoments(norm, moments),
    );
  }
  const scale = mul(gamma, rsqrt(add(weight(`${norm}/moving_variance`), EPSILON)));
  const shift = sub(beta, mul(weight(`${norm}/moving_mean`), scale));
  const y = add(mul(z, scale), shift) as Tensor4D;
  return activation === 'linear' ? y : clipByValue(y, ...limits[activation]);
}

function parametersOf(layer: Layer, isBatch: boolean): Parameter[] {
  const width = [widthOf(layer)];
  const kernel = { name: kernelOf(layer), shape: layer.kernel, decays: true };
  if (!isBatch) return [kernel, { name: `${layer.name}/bias`, shape: width, decays: false }];
  return [
    kernel,
    { name: `${layer.norm}/gamma`, shape: width, decays: false },
    { name: `${layer.norm}/beta`, shape: width, decays: false },
  ];
}

function kernelOf({ name, depthwise }: Layer): string {
  return `${name}/${depthwise ? 'depthwise_kernel' : 'kernel'}`;
}

function widthOf({ kernel, depthwise }: Layer): number {
  return depthwise ? kernel[2] : kernel[3];
}

function conv(
  name: string,
  norm: string,
  side: number,
  from: number,
  to: number,
  strides: number,
  activation: Limit,
): Layer {
  return { name, norm, kernel: [side, side, from, to], strides, activation, depthwise: false };
}

function depthwise(name: string, norm: string, channels: number, strides: number): Layer {
  const kernel = [3, 3, channels, 1];
  return { name, norm, kernel, strides, activation: 'relu6', depthwise: true };
}
