// What a run's outcome depends on and that is the same on every machine: its config and its
// pictures. A checkpoint belongs to one such key.
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { RowSplit } from '../data/manifest';
import { encodeUtf8 } from '../text';
import type { TrainConfig } from '../train/config';

/** A picture of a run. */
export interface KeyedPicture {
  /** As `Sample.file`. */
  readonly file: string;
  readonly target: string;
  readonly split: RowSplit;
  /** Of its file, null where there is none. */
  readonly bytes: number | null;
}

/** SHA-256 in hex; the order of the pictures counts. */
export function runKeyOf(config: TrainConfig, pictures: readonly KeyedPicture[]): string {
  const rows = pictures.map(({ file, target, split, bytes }) => [file, target, split, bytes]);
  return bytesToHex(sha256(encodeUtf8(JSON.stringify([config, rows]))));
}
