// THE model format, v2: `model.json` and weight shards as stock tfjs writes them, and
// `card.json` beside them. Tab, worker and Node read and write the same bytes; nothing
// here touches a tensor.
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import * as v from 'valibot';
import { CoreError } from '../errors';
import { decodeUtf8, encodeUtf8 } from '../text';
import { FORMAT_VERSION, parseCard, type ModelCard } from './card';
import {
  decodeWeights,
  encodeWeight,
  type NamedWeight,
  type StoredDtype,
  type WeightSpec,
} from './weights';

export const CARD_FILE = 'card.json';
export const MODEL_FILE = 'model.json';
/** Shards stay below what service workers precache without a murmur. */
const SHARD_BYTES = 4 * 2 ** 20;

/** A model ready to be loaded: checked card, topology, float32 weights. */
export interface ModelBundle {
  readonly card: ModelCard;
  /** SHA-256 of card.json, hex; it covers every other file through the card. */
  readonly hash: string;
  /** Keras topology as tfjs writes it. */
  readonly topology: object;
  readonly weights: readonly NamedWeight[];
}

/** Reads one file of a bundle; rejects if it is not there. */
export type ReadFile = (name: string) => Promise<Uint8Array>;

const quantizationSchema = v.union([
  v.strictObject({ dtype: v.literal('float16'), original_dtype: v.optional(v.string()) }),
  v.strictObject({
    dtype: v.literal('uint8'),
    scale: v.pipe(v.number(), v.finite()),
    min: v.pipe(v.number(), v.finite()),
    original_dtype: v.optional(v.string()),
  }),
]);
const modelFileSchema = v.object({
  format: v.literal('layers-model'),
  modelTopology: v.record(v.string(), v.unknown()),
  weightsManifest: v.array(
    v.object({
      paths: v.array(v.string()),
      weights: v.array(
        v.object({
          name: v.string(),
          shape: v.array(v.pipe(v.number(), v.integer(), v.minValue(0))),
          dtype: v.literal('float32'),
          quantization: v.optional(quantizationSchema),
        }),
      ),
    }),
  ),
});

/**
 * Reads and checks a whole bundle: version, schema, size and SHA-256 of every file, all
 * weights finite.
 * @throws CoreError `bundle-*`, saying which file and what is wrong with it.
 */
export async function readBundle(read: ReadFile): Promise<ModelBundle> {
  const cardBytes = await readNamed(read, CARD_FILE);
  const card = parseCard(parseJson(CARD_FILE, cardBytes));
  if (!(MODEL_FILE in card.files)) {
    throw new CoreError('bundle-malformed', `the card lists no ${MODEL_FILE}`);
  }
  const files = new Map<string, Uint8Array>();
  for (const [name, { sha256: expected, sizeBytes }] of Object.entries(card.files)) {
    const bytes = await readNamed(read, name);
    if (bytes.length < sizeBytes) {
      throw new CoreError('bundle-truncated', `${name} has ${bytes.length} of ${sizeBytes} bytes`);
    }
    if (hashOf(bytes) !== expected) {
      throw new CoreError('bundle-altered', `${name} does not match the SHA-256 in the card`);
    }
    files.set(name, bytes);
  }
  const model = v.safeParse(modelFileSchema, parseJson(MODEL_FILE, files.get(MODEL_FILE)!));
  if (!model.success) {
    throw new CoreError('bundle-malformed', `${MODEL_FILE}: ${model.issues[0].message}`);
  }
  const weights = model.output.weightsManifest.flatMap((group) => {
    const shards = group.paths.map((path) => {
      const bytes = files.get(path);
      if (!bytes) throw new CoreError('bundle-missing-file', `the card lists no ${path}`);
      return bytes;
    });
    return decodeWeights(group.weights as WeightSpec[], joined(shards));
  });
  return { card, hash: hashOf(cardBytes), topology: model.output.modelTopology, weights };
}

/** A card without the file list, which `writeBundle` fills in. */
export type CardDraft = Omit<ModelCard, 'files' | 'formatVersion'>;

/**
 * Lays out a bundle as files. Deterministic: the same input gives the same bytes.
 * @throws CoreError `bundle-malformed` for a card that would not be read back,
 * `bundle-non-finite` for weights that are not numbers.
 */
export function writeBundle(
  draft: CardDraft,
  topology: object,
  weights: readonly NamedWeight[],
  stored: StoredDtype,
): Map<string, Uint8Array> {
  const encoded = weights.map((weight) => encodeWeight(weight, stored));
  const shards = split(joined(encoded.map(({ bytes }) => bytes)), SHARD_BYTES);
  const paths = shards.map((_, i) => `weights-${i + 1}-of-${shards.length}.bin`);
  const model = {
    format: 'layers-model',
    generatedBy: 'lentigo',
    convertedBy: null,
    modelTopology: topology,
    weightsManifest: [{ paths, weights: encoded.map(({ spec }) => spec) }],
  };
  const files = new Map<string, Uint8Array>([[MODEL_FILE, jsonBytes(model)]]);
  paths.forEach((path, i) => files.set(path, shards[i]));
  const card = parseCard({
    formatVersion: FORMAT_VERSION,
    ...draft,
    files: Object.fromEntries(
      [...files].map(([name, bytes]) => [name, { sha256: hashOf(bytes), sizeBytes: bytes.length }]),
    ),
  });
  files.set(CARD_FILE, jsonBytes(card));
  return files;
}

/** `public/models/index.json`: which model is the default and which others there are. */
export const modelIndexSchema = v.strictObject({
  default: v.string(),
  others: v.array(v.string()),
});
export type ModelIndex = Readonly<v.InferOutput<typeof modelIndexSchema>>;

/** Checks a model index. @throws CoreError `bundle-malformed`. */
export function parseModelIndex(value: unknown): ModelIndex {
  const result = v.safeParse(modelIndexSchema, value);
  if (!result.success) {
    throw new CoreError('bundle-malformed', `models/index.json: ${result.issues[0].message}`);
  }
  return result.output;
}

/** SHA-256 as 64 hex digits. */
export function hashOf(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes));
}

async function readNamed(read: ReadFile, name: string): Promise<Uint8Array> {
  try {
    return await read(name);
  } catch (error) {
    // A cancelled read is not a broken model.
    if ((error as Error).name === 'AbortError') throw error;
    throw new CoreError('bundle-missing-file', `${name}: ${(error as Error).message}`);
  }
}

function parseJson(name: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decodeUtf8(bytes));
  } catch {
    throw new CoreError('bundle-malformed', `${name} is not JSON`);
  }
}

function jsonBytes(value: unknown): Uint8Array {
  return encodeUtf8(`${JSON.stringify(value, null, 1)}\n`);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

function split(bytes: Uint8Array, size: number): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let from = 0; from < bytes.length; from += size) {
    parts.push(bytes.subarray(from, from + size));
  }
  return parts;
}
