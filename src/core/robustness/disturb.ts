// What phones, hands and light do to a picture, each alone and at three strengths, to see
// what becomes of the answers. Unlike augmentation, nothing is drawn at random but where a
// smaller square lies.
import { blurImage } from '../image/blur';
import { throughJpeg } from '../image/jpeg';
import { rgbImage, type RgbImage } from '../image/rgb-image';
import { rotateImage } from '../image/rotate';
import { cropToInput, type PreprocessSpec } from '../preprocess';
import { seededRandom } from '../random';

/** A disturbance; `strengths` in `unit`, the weakest first. */
export interface Disturbance {
  readonly name: 'rotation' | 'crop' | 'blur' | 'jpeg' | 'warm' | 'cold' | 'dark' | 'bright';
  readonly unit: string;
  readonly strengths: readonly [number, number, number];
}

export const disturbances: readonly Disturbance[] = [
  { name: 'rotation', unit: 'degrees', strengths: [15, 45, 90] },
  {
    name: 'crop',
    unit: 'share of the side cut off, towards one corner',
    strengths: [0.1, 0.2, 0.3],
  },
  { name: 'blur', unit: 'pixels of the input, standard deviation', strengths: [0.7, 1.4, 2.8] },
  { name: 'jpeg', unit: 'quality', strengths: [60, 35, 15] },
  { name: 'warm', unit: 'red more and blue less by this share', strengths: [0.05, 0.1, 0.2] },
  { name: 'cold', unit: 'blue more and red less by this share', strengths: [0.05, 0.1, 0.2] },
  { name: 'dark', unit: 'light less by this share', strengths: [0.15, 0.3, 0.5] },
  { name: 'bright', unit: 'light more by this share', strengths: [0.15, 0.3, 0.5] },
];

/**
 * The disturbed picture at model input size. `id` names the picture, so that its corner is
 * the same in every run.
 */
export function disturb(
  image: RgbImage,
  spec: PreprocessSpec,
  name: Disturbance['name'],
  strength: number,
  id: string,
): RgbImage {
  if (name === 'crop') return cropToInput(image, spec, cornerSquare(image, strength, id));
  const input = cropToInput(image, spec);
  switch (name) {
    case 'rotation':
      return rotateImage(input, strength);
    case 'blur':
      return blurImage(input, strength);
    case 'jpeg':
      return throughJpeg(input, strength);
    case 'warm':
      return multiplied(input, [1 + strength, 1, 1 - strength]);
    case 'cold':
      return multiplied(input, [1 - strength, 1, 1 + strength]);
    case 'dark':
      return multiplied(input, [1 - strength, 1 - strength, 1 - strength]);
    case 'bright':
      return multiplied(input, [1 + strength, 1 + strength, 1 + strength]);
    default:
      return name satisfies never;
  }
}

// Of the centre square, as the model would see it, the part at one corner.
function cornerSquare(image: RgbImage, share: number, id: string) {
  const whole = Math.min(image.width, image.height);
  const side = whole * (1 - share);
  const random = seededRandom('disturb', id);
  const [right, down] = [random.below(2), random.below(2)];
  return {
    left: (image.width - whole) / 2 + right * (whole - side),
    top: (image.height - whole) / 2 + down * (whole - side),
    side,
  };
}

function multiplied(image: RgbImage, gains: readonly [number, number, number]): RgbImage {
  const data = image.data.map((value, at) => value * gains[at % 3]);
  return rgbImage(data, image.width, image.height);
}
