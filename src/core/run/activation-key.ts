// What a frozen trunk's activations depend on. Those that are kept belong to one such key:
// a run that was cut off takes up its own again, and never somebody else's.
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { NamedWeight } from '../model/weights';
import { encodeUtf8 } from '../text';
import type { KeyedPicture } from './run-key';
import type { TrunkOptions } from './run-host';

/** To be raised when the kernels come to give other activations. */
const FORMAT = 1;

/**
 * SHA-256 in hex; the order of the pictures counts. `layer`: whose map it is; `backend`:
 * they differ in the last bits from one to another.
 */
export function activationKey(
  trunk: Omit<TrunkOptions, 'what'> & { readonly layer: string },
  backend: string,
  pictures: readonly Pick<KeyedPicture, 'file' | 'bytes'>[],
): string {
  const { weights, lastBlock, layer, preprocess, augment, seed, views } = trunk;
  const parts = [
    ...[FORMAT, backend, hashOf(weights), lastBlock, layer, preprocess, views],
    // The plain view is drawn without them.
    views > 1 ? [augment, seed] : null,
    pictures.map(({ file, bytes }) => [file, bytes]),
  ];
  return bytesToHex(sha256(encodeUtf8(JSON.stringify(parts))));
}

function hashOf(weights: readonly NamedWeight[]): string {
  const hash = sha256.create();
  for (const { name, shape, values } of weights) {
    hash.update(encodeUtf8(JSON.stringify([name, shape])));
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  return bytesToHex(hash.digest());
}
