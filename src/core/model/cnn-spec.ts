// What makes up a plain convolutional network, without tensors: convolutions one after the
// other, each followed by 2×2 max pooling, then two dense layers.
import * as v from 'valibot';
import { CoreError } from '../errors';

const whole = v.pipe(v.number(), v.integer(), v.minValue(1));

/** What makes up such a network; size of the pictures and labels come from elsewhere. */
export const cnnFields = {
  convolutions: v.pipe(
    v.array(
      v.strictObject({
        filters: whole,
        /** Side of the kernel, in pixels. */
        kernel: whole,
      }),
    ),
    v.maxLength(12),
  ),
  /** Of the convolutions. `valid` takes kernel − 1 pixels off each side length. */
  padding: v.picklist(['valid', 'same']),
  /** Units of the hidden dense layer. */
  hidden: whole,
  /** Share of features dropped before it. */
  dropout: v.pipe(v.number(), v.minValue(0), v.ltValue(1)),
  /** `sigmoid`: one unit for malignant or not, as in the paper; `softmax`: one a label. */
  output: v.picklist(['sigmoid', 'softmax']),
};
export type CnnSpec = Readonly<v.InferOutput<v.StrictObjectSchema<typeof cnnFields, undefined>>>;

/** A network for pictures of a size, with labels. */
export interface SizedCnn extends CnnSpec {
  readonly sizePx: number;
  readonly labels: number;
}

/**
 * Side of the map that the last pooling gives.
 * @throws CoreError `config-invalid` for pictures that are used up on the way, and for
 * other than two labels on a sigmoid.
 */
export function lastSide({ sizePx, labels, output, convolutions, padding }: SizedCnn): number {
  if (output === 'sigmoid' && labels !== 2) {
    throw new CoreError('config-invalid', `a sigmoid tells two labels apart, not ${labels}`);
  }
  const taken = (kernel: number) => (padding === 'valid' ? kernel - 1 : 0);
  let side = sizePx;
  for (const { kernel } of convolutions) side = Math.floor((side - taken(kernel)) / 2);
  if (side >= 1) return side;
  const least = convolutions.reduceRight((needed, { kernel }) => 2 * needed + taken(kernel), 1);
  throw new CoreError(
    'config-invalid',
    `pictures of ${sizePx} px are used up before the last layer; this network needs ${least}`,
  );
}
