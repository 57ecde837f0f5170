// A picture file becomes pixels: upright, sRGB, over white, long side capped. Safe in a
// worker; its counterpart in Node is training/node/decode.ts.
import { capLongSide } from '../core/image/cap';
import { assertDecodable, assertFileSize, undecodable } from '../core/image/picture-header';
import { rgbFromRgba, type RgbImage } from '../core/image/rgb-image';

/** iOS gives blank pixels from a larger canvas, without an error. */
const CANVAS_PIXELS = 16_777_216;

/**
 * Decodes JPEG, PNG and WebP.
 * @throws CoreError `image-undecodable`, in words for the person who chose the file;
 * `AbortError` if `signal` aborts.
 */
export async function decodePicture(blob: Blob, signal?: AbortSignal): Promise<RgbImage> {
  assertFileSize(blob.size);
  const bytes = new Uint8Array(await blob.arrayBuffer());
  signal?.throwIfAborted();
  const { format } = assertDecodable(bytes);
  // The type comes from the bytes: Chromium decodes by content, but a wrong name must not
  // matter anywhere.
  const bitmap = await openBitmap(new Blob([bytes], { type: `image/${format}` }));
  try {
    signal?.throwIfAborted();
    return capLongSide(readPixels(bitmap));
  } finally {
    bitmap.close();
  }
}

// createImageBitmap turns the picture upright by its EXIF orientation by itself; turning
// it again would undo that.
async function openBitmap(blob: Blob): Promise<ImageBitmap> {
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(blob);
  } catch {
    // Browsers give no reason worth showing.
    throw undecodable('damaged', 'The picture is damaged: the browser cannot read it.');
  }
  const pixels = bitmap.width * bitmap.height;
  if (pixels <= CANVAS_PIXELS) return bitmap;
  const scale = Math.sqrt(CANVAS_PIXELS / pixels);
  try {
    return await createImageBitmap(bitmap, {
      resizeWidth: Math.floor(bitmap.width * scale),
      resizeHeight: Math.floor(bitmap.height * scale),
      resizeQuality: 'high',
    });
  } finally {
    bitmap.close();
  }
}

function readPixels(bitmap: ImageBitmap): RgbImage {
  const { width, height } = bitmap;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true, colorSpace: 'srgb' });
  if (!context)
    throw undecodable('out-of-memory', 'The browser has no memory left for this picture.');
  context.fillStyle = 'white';
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(0, 0, width, height, { colorSpace: 'srgb' });
  // Nothing can be transparent over white, unless the canvas silently failed.
  for (let alpha = 3; alpha < data.length; alpha += 4) {
    if (data[alpha] !== 255)
      throw undecodable('out-of-memory', 'The browser gave back an empty picture.');
  }
  return rgbFromRgba(data, width, height);
}
