import { describe, expect, it } from 'vitest';
import { readPictureHeader } from './picture-header';

const text = (value: string) => [...value].map((letter) => letter.charCodeAt(0));
const png = (width: number, height: number, ...rest: number[]) => [
  ...[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, ...text('IHDR')],
  ...[width >>> 24, (width >> 16) & 255, (width >> 8) & 255, width & 255],
  ...[height >>> 24, (height >> 16) & 255, (height >> 8) & 255, height & 255],
  ...[8, 2, 0, 0, 0, 0, 0, 0, 0],
  ...rest,
];
const pngEnd = [0, 0, 0, 0, ...text('IEND'), 0, 0, 0, 0];
// APP1 with an end marker inside (an embedded preview), then SOF2: 300 × 200.
const jpeg = [
  ...[0xff, 0xd8, 0xff, 0xe1, 0, 6, 0xff, 0xd9, 0, 0],
  ...[0xff, 0xff, 0xc2, 0, 11, 8, 0, 200, 1, 44, 1, 1, 0x11, 0],
];
const webp = (kind: string, ...body: number[]) => [
  ...[...text('RIFF'), body.length + 8, 0, 0, 0, ...text('WEBP'), ...text(kind)],
  ...body,
];

describe('readPictureHeader', () => {
  const sizes: [string, number[], object][] = [
    ['PNG', png(3, 2, ...pngEnd), { format: 'png', width: 3, height: 2, complete: true }],
    ['a PNG bomb', png(50_000, 50_000), { width: 50_000, height: 50_000, complete: false }],
    [
      'JPEG',
      [...jpeg, 1, 2, 0xff, 0xd9],
      { format: 'jpeg', width: 300, height: 200, complete: true },
    ],
    ['a JPEG followed by a film', [...jpeg, 0xff, 0xd9, 7, 7], { complete: true }],
    ['a JPEG cut short', [...jpeg, 1, 2, 0xff, 0], { width: 300, complete: false }],
    [
      'lossy WebP',
      webp('VP8 ', 10, 0, 0, 0, 0, 0, 0, 0x9d, 1, 0x2a, 44, 1, 200, 0),
      { format: 'webp', width: 300, height: 200, complete: true },
    ],
    // 14 bits each, less one: 299 | 199 << 14.
    [
      'lossless WebP',
      webp('VP8L', 9, 0, 0, 0, 0x2f, 0x2b, 0xc1, 0x31, 0),
      { width: 300, height: 200 },
    ],
    [
      'extended WebP',
      webp('VP8X', 10, 0, 0, 0, 0, 0, 0, 0, 43, 1, 0, 199, 0, 0),
      { width: 300, height: 200 },
    ],
    [
      'a WebP cut short',
      webp('VP8X', 10, 0, 0, 0, 0, 0, 0, 0, 43, 1, 0, 199, 0, 0, 9).slice(0, -1),
      { complete: false },
    ],
  ];
  it.each(sizes)('reads the size of %s', (_, bytes, expected) => {
    expect(readPictureHeader(Uint8Array.from(bytes))).toMatchObject(expected);
  });

  it('reads from a view into a larger buffer', () => {
    const bytes = Uint8Array.from([9, 9, 9, ...png(3, 2, ...pngEnd)]).subarray(3);
    expect(readPictureHeader(bytes)).toMatchObject({ width: 3, height: 2, complete: true });
  });

  const refused: [string, number[], RegExp][] = [
    ['HEIC', [0, 0, 0, 24, ...text('ftypheic')], /HEIC.*JPEG/],
    ['HEIF', [0, 0, 0, 24, ...text('ftypmif1')], /HEIC/],
    ['AVIF', [0, 0, 0, 24, ...text('ftypavif')], /AVIF/],
    ['MP4', [0, 0, 0, 24, ...text('ftypisom')], /video/],
    ['GIF', text('GIF89a'), /GIF/],
    ['SVG', text('<svg xmlns="http://www.w3.org/2000/svg"/>'), /SVG/],
    ['SVG with a byte order mark', [0xef, 0xbb, 0xbf, ...text('<?xml version="1.0"?>')], /SVG/],
    ['PDF', text('%PDF-1.7'), /PDF/],
    ['text', text('hello'), /not a JPEG/],
    ['one byte', [0xff], /not a JPEG/],
    ['a JPEG of three bytes', [0xff, 0xd8, 0xff], /ends too early/],
    ['a PNG of nine bytes', png(1, 1).slice(0, 9), /ends too early/],
    ['a JPEG with rubbish between segments', [0xff, 0xd8, 0xff, 0xe1, 0, 2, 7], /damaged/],
    ['an unknown kind of WebP', webp('VP9 ', 1, 2, 3), /damaged/],
  ];
  it.each(refused)('says why %s will not do', (_, bytes, message) => {
    expect(() => readPictureHeader(Uint8Array.from(bytes))).toThrow(message);
  });
});
