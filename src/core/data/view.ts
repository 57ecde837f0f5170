// Views of a picture by number: what a row of a plan becomes. Every host draws a view
// with this, so a run can be repeated elsewhere and a cache holds what streaming would give.
import * as v from 'valibot';
import { augmentSpecSchema, augmentToInput } from '../augment';
import type { RgbImage } from '../image/rgb-image';
import { kerasSpecSchema, kerasToInput } from '../keras/generator';
import { cropToInput, type PreprocessSpec } from '../preprocess';
import { seededRandom } from '../random';

/** How pictures are changed: our way, or as Keras's `ImageDataGenerator` does. */
export const viewChangesSchema = v.lazy((input) =>
  // Not a union, whose mistakes would not name the field.
  typeof input === 'object' && input !== null && 'kind' in input
    ? kerasSpecSchema
    : augmentSpecSchema,
);
export type ViewChanges = Readonly<v.InferOutput<typeof viewChangesSchema>>;

/** How views are drawn. */
export interface ViewSpec {
  readonly preprocess: PreprocessSpec;
  readonly augment: ViewChanges;
  readonly seed: number;
}

/**
 * View `view` of a picture at model input size: 0 is the plain one, from 1 on its draws
 * depend on (seed, id, view) only. `id` names the picture the same way on every machine.
 * @throws RangeError for a view that is no whole number from 0.
 */
export function drawView(image: RgbImage, spec: ViewSpec, id: string, view: number): RgbImage {
  const { preprocess, augment, seed } = spec;
  if (!Number.isSafeInteger(view) || view < 0) throw new RangeError(`there is no view ${view}`);
  if (view === 0) return cropToInput(image, preprocess);
  const random = seededRandom(seed, 'view', id, view - 1);
  return 'kind' in augment
    ? kerasToInput(image, preprocess, augment, random)
    : augmentToInput(image, preprocess, augment, random);
}
