import { describe, expect, it, vi } from 'vitest';
import type { RgbImage } from '../core/image/rgb-image';
import { decodeLimits } from '../core/image/picture-header';
import { decodePicture } from './decode';

type Draw = (context: OffscreenCanvasRenderingContext2D) => void;
async function picture(type: string, width: number, height: number, draw: Draw): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  draw(canvas.getContext('2d')!);
  return canvas.convertToBlob({ type, quality: 1 });
}

// Four quarters: red, green / blue, white.
const quarters: Draw = (context) => {
  const { width, height } = context.canvas;
  const colours = ['red', 'lime', 'blue', 'white'];
  colours.forEach((colour, i) => {
    context.fillStyle = colour;
    context.fillRect(
      ((i % 2) * width) / 2,
      (Math.floor(i / 2) * height) / 2,
      width / 2,
      height / 2,
    );
  });
};

function colourAt({ data, width, height }: RgbImage, x: number, y: number): string {
  const at = (Math.floor(y * height) * width + Math.floor(x * width)) * 3;
  const [red, green, blue] = data.subarray(at, at + 3);
  return [red > 128 ? 'r' : '', green > 128 ? 'g' : '', blue > 128 ? 'b' : ''].join('');
}
const quartersOf = (image: RgbImage) =>
  [0.25, 0.75].flatMap((y) => [0.25, 0.75].map((x) => colourAt(image, x, y))).join(' ');

// An APP1 segment with a one-entry TIFF directory: tag 0x0112, orientation.
async function turned(jpeg: Blob, orientation: number): Promise<Blob> {
  const exif = [0xff, 0xe1, 0, 34, 0x45, 0x78, 0x69, 0x66, 0, 0];
  const tiff = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation];
  const rest = [0, 0, 0, 0, 0, 0];
  const bytes = new Uint8Array(await jpeg.arrayBuffer());
  return new Blob([
    bytes.slice(0, 2),
    Uint8Array.from([...exif, ...tiff, ...rest]),
    bytes.slice(2),
  ]);
}

describe('decodePicture', () => {
  it.each(['image/jpeg', 'image/png', 'image/webp'])('decodes %s', async (type) => {
    const image = await decodePicture(await picture(type, 64, 32, quarters));
    expect([image.width, image.height]).toEqual([64, 32]);
    expect(quartersOf(image)).toBe('r g b rgb');
  });

  it('decodes by content, whatever the file is called', async () => {
    const jpeg = await picture('image/jpeg', 8, 8, quarters);
    const renamed = new File([jpeg], 'photo.heic', { type: 'image/heic' });
    await expect(decodePicture(renamed)).resolves.toMatchObject({ width: 8 });
  });

  // Stored quarters are r g / b w; each row says where they are seen (EXIF 2.32, 4.6.4).
  it.each([
    [1, 'r g b rgb', 64, 32],
    [2, 'g r rgb b', 64, 32],
    [3, 'rgb b g r', 64, 32],
    [4, 'b rgb r g', 64, 32],
    [5, 'r b g rgb', 32, 64],
    [6, 'b r rgb g', 32, 64],
    [7, 'rgb g b r', 32, 64],
    [8, 'g rgb r b', 32, 64],
  ])('turns EXIF orientation %i upright, once', async (orientation, seen, width, height) => {
    const jpeg = await picture('image/jpeg', 64, 32, quarters);
    const image = await decodePicture(await turned(jpeg, orientation));
    expect([image.width, image.height]).toEqual([width, height]);
    expect(quartersOf(image)).toBe(seen);
  });

  it('lays transparency over white', async () => {
    const png = await picture('image/png', 2, 1, (context) => {
      context.fillStyle = 'rgb(0 0 0 / 50%)';
      context.fillRect(0, 0, 1, 1);
    });
    const { data } = await decodePicture(png);
    expect(Math.abs(data[0] - 127)).toBeLessThanOrEqual(1);
    expect([...data.subarray(3)]).toEqual([255, 255, 255]);
  });

  it('keeps the exact bytes of a lossless picture', async () => {
    const png = await picture('image/png', 1, 1, (context) => {
      context.fillStyle = 'rgb(12 200 77)';
      context.fillRect(0, 0, 1, 1);
    });
    expect([...(await decodePicture(png)).data]).toEqual([12, 200, 77]);
  });

  it('caps the long side', async () => {
    const image = await decodePicture(await picture('image/jpeg', 3000, 1500, quarters));
    expect([image.width, image.height]).toEqual([2048, 1024]);
    expect(quartersOf(image)).toBe('r g b rgb');
  });

  it('decodes more pixels than an iOS canvas holds, upright', async () => {
    const jpeg = await picture('image/jpeg', 6000, 4000, quarters);
    const image = await decodePicture(await turned(jpeg, 6));
    expect([image.width, image.height]).toEqual([1365, 2048]);
    expect(quartersOf(image)).toBe('b r rgb g');
  });

  const truncated = async () => {
    const jpeg = await picture('image/jpeg', 64, 64, quarters);
    return jpeg.slice(0, jpeg.size - 200);
  };
  const damaged = async () => {
    const png = new Uint8Array(await (await picture('image/png', 64, 64, quarters)).arrayBuffer());
    // The pixels of the one IDAT chunk; its length stays.
    const at = png.findIndex((_, i) => String.fromCharCode(...png.subarray(i, i + 4)) === 'IDAT');
    return new Blob([png.fill(0, at + 4, at + 24)]);
  };
  // 40 000 × 40 000 in 57 bytes.
  const bomb = () => {
    const head = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13];
    const ihdr = [0x49, 0x48, 0x44, 0x52, 0, 0, 0x9c, 0x40, 0, 0, 0x9c, 0x40, 8, 2, 0, 0, 0];
    return new Blob([Uint8Array.from([...head, ...ihdr, 0, 0, 0, 0])]);
  };
  const heic = () =>
    new File(['\0\0\0\x18ftypheic\0\0\0\0mif1heic'], 'photo.jpg', { type: 'image/jpeg' });
  const refused: [string, () => Blob | Promise<Blob>, RegExp][] = [
    ['an empty file', () => new Blob(), /empty/],
    ['a file too large', () => new Blob([new Uint8Array(decodeLimits.sizeBytes + 1)]), /40 MB/],
    ['a decompression bomb', bomb, /too large \(40000×40000/],
    ['a truncated JPEG', truncated, /incomplete/],
    ['a damaged PNG', damaged, /damaged/],
    ['a HEIC that is called JPEG', heic, /HEIC/],
    ['an SVG', () => new Blob(['<svg xmlns="http://www.w3.org/2000/svg"/>']), /SVG/],
  ];
  it.each(refused)('refuses %s in words', async (_, file, message) => {
    await expect(decodePicture(await file())).rejects.toMatchObject({
      code: 'image-undecodable',
      message: expect.stringMatching(message) as string,
    });
  });

  it('does not hand a bomb to the decoder', async () => {
    const decoder = vi.spyOn(globalThis, 'createImageBitmap');
    await decodePicture(bomb()).catch(() => undefined);
    expect(decoder).not.toHaveBeenCalled();
    decoder.mockRestore();
  });

  it('notices a canvas that failed silently', async () => {
    const png = await picture('image/png', 2, 2, quarters);
    const read = vi
      .spyOn(OffscreenCanvasRenderingContext2D.prototype, 'getImageData')
      .mockImplementation((_x, _y, width, height) => new ImageData(width, height));
    await expect(decodePicture(png)).rejects.toThrow('empty picture');
    read.mockRestore();
  });

  it('stops when cancelled', async () => {
    const png = await picture('image/png', 2, 2, quarters);
    await expect(decodePicture(png, AbortSignal.abort())).rejects.toThrow(/abort/i);
  });
});
