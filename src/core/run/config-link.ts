// A training config as a piece of an address, so that it can be sent to somebody: JSON,
// deflated, in the letters that an address takes as they are. Whoever opens it may have
// got it from anybody, so it is read with care.
import { deflateSync, Inflate } from 'fflate';
import { decodeUtf8, encodeUtf8 } from '../text';
import { checkTrainConfig, type ConfigMistake, type TrainConfig } from '../train/config';

/** Says how the rest is written; to be raised when that changes. */
const FORMAT = '1.';
/** The longest that the app writes has some 1,500 letters. */
const MOST_LETTERS = 16_384;
/** Of JSON. A thousandfold more could be packed into as many letters. */
const MOST_BYTES = 65_536;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** What came of reading a link. */
export type LinkedConfig =
  | { readonly kind: 'ok'; readonly config: TrainConfig }
  /** Cut off in sending, or never one of ours. */
  | { readonly kind: 'damaged' }
  | { readonly kind: 'too-long' }
  /** Made by a version that writes otherwise. */
  | { readonly kind: 'unknown-format' }
  /** Read, and not a config that can be trained. */
  | { readonly kind: 'mistaken'; readonly mistakes: readonly ConfigMistake[] };

/** The config as a value of an address: letters, digits, `.`, `-` and `_`. */
export function writeConfigLink(config: TrainConfig): string {
  return FORMAT + toBase64Url(deflateSync(encodeUtf8(JSON.stringify(config)), { level: 9 }));
}

/** Reads one back. Never throws, whatever it is given. */
export function readConfigLink(value: string): LinkedConfig {
  if (value.length > MOST_LETTERS) return { kind: 'too-long' };
  if (!value.startsWith(FORMAT)) {
    return { kind: /^\d+\./.test(value) ? 'unknown-format' : 'damaged' };
  }
  const packed = fromBase64Url(value.slice(FORMAT.length));
  const bytes = packed && inflated(packed);
  if (bytes === 'too-long') return { kind: 'too-long' };
  if (!bytes) return { kind: 'damaged' };
  let json: unknown;
  try {
    json = JSON.parse(decodeUtf8(bytes));
  } catch {
    return { kind: 'damaged' };
  }
  const checked = checkTrainConfig(json);
  return checked.kind === 'ok' ? checked : { kind: 'mistaken', mistakes: checked.mistakes };
}

// A little at a time, so that what was packed to burst is given up before it does.
function inflated(packed: Uint8Array): Uint8Array | 'too-long' | null {
  const AT_ONCE = 64;
  const parts: Uint8Array[] = [];
  let size = 0;
  let isWhole = false;
  const inflate = new Inflate((part, isLast) => {
    parts.push(part);
    size += part.length;
    isWhole = isLast;
  });
  try {
    for (let from = 0; from < packed.length; from += AT_ONCE) {
      const to = from + AT_ONCE;
      inflate.push(packed.subarray(from, to), to >= packed.length);
      if (size > MOST_BYTES) return 'too-long';
    }
  } catch {
    return null;
  }
  if (!isWhole) return null;
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

// RFC 4648, §5, without padding.
function toBase64Url(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const [a, b = 0, c = 0] = bytes.subarray(i, i + 3);
    const bits = (a << 16) | (b << 8) | c;
    const letters = Math.min(4, bytes.length - i + 1);
    for (let k = 0; k < letters; k++) text += LETTERS[(bits >> (18 - 6 * k)) & 63];
  }
  return text;
}

function fromBase64Url(text: string): Uint8Array | null {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  for (let i = 0, at = 0; i < text.length; i += 4) {
    let bits = 0;
    for (let k = 0; k < 4; k++) {
      const value = i + k < text.length ? LETTERS.indexOf(text[i + k]) : 0;
      if (value < 0) return null;
      bits = (bits << 6) | value;
    }
    for (let k = 0; k < 3 && at < bytes.length; k++) bytes[at++] = (bits >> (16 - 8 * k)) & 255;
  }
  return bytes;
}
