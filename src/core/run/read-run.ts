// A run or a bundle that was made elsewhere, from a zip: the Lab's own export, a folder of a
// run of the command line, or a bundle alone.
import { unzipSync } from 'fflate';
import * as v from 'valibot';
import { CoreError } from '../errors';
import { CARD_FILE, readBundle } from '../model/bundle';
import { decodeUtf8 } from '../text';
import type { EpochLog } from '../train/callbacks/callback';

export interface OpenedRun {
  /** Of the model. */
  readonly name: string;
  /** The training config, as JSON. */
  readonly config: string;
  readonly epochs: readonly EpochLog[];
  /** By name, the bundle's below `bundle/`; nothing of the zip besides. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** Unpacked; the largest network that fits a tab has some tens of megabytes. */
const MOST_BYTES = 300 * 2 ** 20;
const BUNDLE = 'bundle/';
const wanted = /^(bundle\/[^/]+|scores\/[^/]+\.json|checkpoint\.bin|log\.jsonl|config\.json)$/;

const epochSchema = v.object({
  event: v.literal('epoch'),
  epoch: v.number(),
  steps: v.number(),
  learningRate: v.number(),
  seconds: v.number(),
  metrics: v.record(v.string(), v.number()),
});

/**
 * Reads it, and checks the bundle to its last byte.
 * @throws CoreError `data-invalid` for what is no such zip; `bundle-*`.
 */
export async function readRunZip(bytes: Uint8Array): Promise<OpenedRun> {
  const all = unpacked(bytes);
  const card = [...all.keys()].find((name) => name === CARD_FILE || name.endsWith(`/${CARD_FILE}`));
  if (card === undefined) throw new CoreError('data-invalid', `the zip holds no ${CARD_FILE}`);
  const at = card.slice(0, -CARD_FILE.length);
  // What stands beside the bundle's folder belongs to the run.
  const root = at.endsWith(BUNDLE) ? at.slice(0, -BUNDLE.length) : null;
  const files = new Map<string, Uint8Array>();
  for (const [name, content] of all) {
    const own =
      root === null
        ? name.startsWith(at) && `${BUNDLE}${name.slice(at.length)}`
        : name.startsWith(root) && name.slice(root.length);
    if (own && wanted.test(own)) files.set(own, content);
  }
  const bundle = await readBundle(async (name) => {
    const content = files.get(`${BUNDLE}${name}`);
    if (!content) throw new Error('the zip lacks it');
    return content;
  });
  const { name, provenance } = bundle.card;
  return { name, config: provenance.config, epochs: epochsOf(files.get('log.jsonl')), files };
}

function unpacked(bytes: Uint8Array): Map<string, Uint8Array> {
  let sum = 0;
  try {
    return new Map(
      Object.entries(
        unzipSync(bytes, {
          filter: ({ originalSize }) => {
            sum += originalSize;
            if (sum > MOST_BYTES) throw new CoreError('data-invalid', 'the zip holds too much');
            return true;
          },
        }),
      ),
    );
  } catch (error) {
    if (error instanceof CoreError) throw error;
    throw new CoreError('data-invalid', 'this is no zip that can be read');
  }
}

function epochsOf(log: Uint8Array | undefined): EpochLog[] {
  const epochs = new Map<number, EpochLog>();
  for (const line of log ? decodeUtf8(log).split('\n') : []) {
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      // A run that was killed may leave half a line.
      continue;
    }
    const parsed = v.safeParse(epochSchema, value);
    if (!parsed.success) continue;
    const { event: _, ...epoch } = parsed.output;
    // Told twice by a run that went on: the last word counts.
    epochs.set(epoch.epoch, epoch);
  }
  return [...epochs.values()].sort((a, b) => a.epoch - b.epoch);
}
