// Reads what a picture file says of itself, before any decoder touches it: a file of a few
// bytes may ask for gigabytes of pixels.
import { CoreError, type UndecodableReason } from '../errors';

/** Format and size, as stored (a JPEG may still be turned by its EXIF orientation). */
export interface PictureHeader {
  readonly format: 'jpeg' | 'png' | 'webp';
  readonly width: number;
  readonly height: number;
  /** False where the end of the file is missing. */
  readonly complete: boolean;
}

/** What is refused before decoding, in the tab and in Node alike. */
export const decodeLimits = {
  sizeBytes: 40 * 2 ** 20,
  pixels: 100e6,
  sidePx: 16_384,
} as const;

/** @throws CoreError `image-undecodable` for a file that is empty or larger than the limit. */
export function assertFileSize(sizeBytes: number): void {
  if (sizeBytes === 0) throw undecodable('empty', 'The file is empty.');
  if (sizeBytes > decodeLimits.sizeBytes) {
    const megabytes = Math.round(sizeBytes / 2 ** 20);
    throw undecodable('file-too-large', `The file is too large (${megabytes} MB; at most 40 MB).`);
  }
}

/**
 * Lets through what a decoder may be given: a whole picture of a known format within
 * `decodeLimits`.
 * @throws CoreError `image-undecodable`, in words for the person who chose the file.
 */
export function assertDecodable(bytes: Uint8Array): PictureHeader {
  assertFileSize(bytes.length);
  const header = readPictureHeader(bytes);
  const { width, height } = header;
  const { pixels, sidePx } = decodeLimits;
  if (width < 1 || height < 1) throw undecodable('no-pixels', 'The picture has no pixels.');
  if (width * height > pixels || width > sidePx || height > sidePx) {
    throw undecodable(
      'too-many-pixels',
      `The picture is too large (${width}×${height}; at most 100 megapixels, ${sidePx} a side).`,
    );
  }
  if (!header.complete)
    throw undecodable('incomplete', 'The picture file is incomplete: its end is missing.');
  return header;
}

/** @throws CoreError `image-undecodable`, in words for the person who chose the file. */
export function readPictureHeader(bytes: Uint8Array): PictureHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (startsWith(bytes, [0xff, 0xd8, 0xff])) return readJpeg(bytes, view);
    if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return readPng(view);
    if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP') return readWebp(view);
  } catch (error) {
    // A read past the end.
    if (error instanceof RangeError)
      throw undecodable('incomplete', 'The picture file ends too early.');
    throw error;
  }
  throw refusal(bytes);
}

/** An error that says in words why a file cannot be used. */
export function undecodable(reason: UndecodableReason, message: string): CoreError {
  return new CoreError('image-undecodable', message, reason);
}

function refusal(bytes: Uint8Array): CoreError {
  const brand = ascii(bytes, 4, 8) === 'ftyp' ? ascii(bytes, 8, 12) : '';
  if (/^(hei[cxms]|hev[cxms]|mif1|msf1)$/.test(brand)) {
    return undecodable(
      'heic',
      'This is a HEIC picture, which browsers cannot read. Save it as JPEG first; on an ' +
        'iPhone, set Camera > Formats to "Most Compatible".',
    );
  }
  if (/^avi[fs]$/.test(brand)) {
    return undecodable('avif', 'This is an AVIF picture. Save it as JPEG or PNG first.');
  }
  if (brand) {
    return undecodable('video', 'This is a video, not a picture. Take a photo instead.');
  }
  if (ascii(bytes, 0, 4) === 'GIF8') {
    return undecodable('gif', 'This is a GIF picture. Use a photo in JPEG or PNG.');
  }
  if (/^\s*<(svg|\?xml)/i.test(ascii(bytes, 0, 64).replace(/^\W*</, '<'))) {
    return undecodable('svg', 'This is a drawing (SVG), not a photo.');
  }
  if (ascii(bytes, 0, 5) === '%PDF-') {
    return undecodable('pdf', 'This is a PDF. Use the photo itself.');
  }
  return undecodable('not-a-picture', 'This file is not a JPEG, PNG or WebP picture.');
}

// ITU T.81, annex B: segments up to the frame header (SOF), which holds the size.
function readJpeg(bytes: Uint8Array, view: DataView): PictureHeader {
  let at = 2;
  for (;;) {
    if (view.getUint8(at) !== 0xff) throw undecodable('damaged', 'The JPEG picture is damaged.');
    const marker = view.getUint8(at + 1);
    // SOF0 … SOF15 without DHT, JPG and DAC, which share the range.
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      const height = view.getUint16(at + 5);
      const width = view.getUint16(at + 7);
      return { format: 'jpeg', width, height, complete: hasJpegEnd(bytes, at) };
    }
    // A marker may be padded with any number of 0xff.
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
}

// Coded data never holds the end marker. An embedded preview does, but it comes before
// the frame header; phones append films after the end, so the last bytes say nothing.
function hasJpegEnd(bytes: Uint8Array, from: number): boolean {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    if (bytes[at + 1] === 0xd9) return true;
  }
  return false;
}

// The first chunk is IHDR; the last one is IEND.
function readPng(view: DataView): PictureHeader {
  const width = view.getUint32(16);
  const height = view.getUint32(20);
  let at = 8;
  while (at + 12 <= view.byteLength) {
    if (view.getUint32(at + 4) === 0x49454e44) {
      return { format: 'png', width, height, complete: true };
    }
    at += 12 + view.getUint32(at);
  }
  return { format: 'png', width, height, complete: false };
}

// RFC 9649: simple lossy (VP8), lossless (VP8L) and extended (VP8X) files.
function readWebp(view: DataView): PictureHeader {
  const complete = 8 + view.getUint32(4, true) <= view.byteLength;
  const size = (width: number, height: number): PictureHeader => {
    return { format: 'webp', width, height, complete };
  };
  switch (view.getUint32(12)) {
    case 0x56503820:
      return size(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
    case 0x5650384c: {
      const packed = view.getUint32(21, true);
      return size((packed & 0x3fff) + 1, ((packed >>> 14) & 0x3fff) + 1);
    }
    case 0x56503858: {
      const uint24 = (at: number) => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
      return size(uint24(24) + 1, uint24(27) + 1);
    }
    default:
      throw undecodable('damaged', 'The WebP picture is damaged.');
  }
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}

function ascii(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}
