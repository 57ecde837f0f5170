// Pixels become a file: what is kept of a photo carries pixels and nothing else, since the
// camera's notes (place, time, serial number) are not in them.
import { rgbaFromRgb, type RgbImage } from '../core/image/rgb-image';

/** Close to the pixels, at about a fifth of a PNG's size. */
const QUALITY = 0.92;

/** `image` as a JPEG file. @throws where the browser gives no canvas or no file. */
export async function encodeJpeg(image: RgbImage): Promise<Blob> {
  const { width, height } = image;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { colorSpace: 'srgb' });
  if (!context) throw new Error('the browser has no memory left for this picture');
  context.putImageData(new ImageData(rgbaFromRgb(image), width, height), 0, 0);
  return canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY });
}
