// One frame of a playing video, as pixels or as a file.
import { rgbFromRgba, type RgbImage } from '../core/image/rgb-image';

/** Reads the middle square of a video over and over, into one small canvas. */
export class FrameReader {
  readonly #context: OffscreenCanvasRenderingContext2D;
  readonly #sidePx: number;

  /** @throws where the browser gives no canvas. */
  constructor(sidePx: number) {
    const canvas = new OffscreenCanvas(sidePx, sidePx);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('the browser has no memory left for the camera');
    this.#context = context;
    this.#sidePx = sidePx;
  }

  /**
   * The middle square, `share` (0 … 1) of the shorter side of the video; null before the
   * video shows a picture.
   */
  read(video: HTMLVideoElement, share: number): RgbImage | null {
    const { videoWidth, videoHeight } = video;
    if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || videoWidth === 0) return null;
    const side = share * Math.min(videoWidth, videoHeight);
    const left = (videoWidth - side) / 2;
    const top = (videoHeight - side) / 2;
    const px = this.#sidePx;
    this.#context.drawImage(video, left, top, side, side, 0, 0, px, px);
    return rgbFromRgba(this.#context.getImageData(0, 0, px, px).data, px, px);
  }
}

/**
 * The middle square of the frame that `video` shows, as a JPEG file: it holds those pixels
 * and no note of place, time or device.
 * @throws where there is no frame yet, or the browser gives no canvas.
 */
export async function squareFrame(video: HTMLVideoElement): Promise<Blob> {
  const { videoWidth, videoHeight } = video;
  const side = Math.min(videoWidth, videoHeight);
  if (side === 0) throw new Error('the camera shows no picture yet');
  const canvas = new OffscreenCanvas(side, side);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('the browser has no memory left for this picture');
  const [left, top] = [(videoWidth - side) / 2, (videoHeight - side) / 2];
  context.drawImage(video, left, top, side, side, 0, 0, side, side);
  return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.95 });
}
