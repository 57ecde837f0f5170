// A run or a bundle that was made elsewhere, from a zip: the Lab's own export, a folder of a
// run of the command line, finished or not, or a bundle alone.
import { unzipSync } from 'fflate';
import { CoreError } from '../errors';
import { CARD_FILE, readBundle } from '../model/bundle';
import { decodeUtf8 } from '../text';
import type { EpochLog } from '../train/callbacks/callback';
import { parseTrainConfig, type TrainConfig } from '../train/config';
import { readCheckpoint } from './checkpoint';
import { parsePictureTable, PICTURES_FILE, type RunPicture } from './picture-table';
import { runKeyOf } from './run-key';
import { parseRunLog, RUN_LOG_FILE } from './run-log';

export interface OpenedRun {
  /** Of the model. */
  readonly name: string;
  /** The training config, as JSON. */
  readonly config: string;
  readonly epochs: readonly EpochLog[];
  /** Whether it has its bundle; else it has a checkpoint to go on from. */
  readonly isFinished: boolean;
  /** What it was trained on; null where the zip does not say. */
  readonly pictures: readonly RunPicture[] | null;
  /** By name, the bundle's below `bundle/`; nothing of the zip besides. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** Unpacked; the largest network that fits a tab has some tens of megabytes. */
const MOST_BYTES = 300 * 2 ** 20;
const BUNDLE = 'bundle/';
const CHECKPOINT = 'checkpoint.bin';
/** With the logs of callbacks, which a run that goes on adds to. */
const wanted =
  /^(bundle\/[^/]+|scores\/[^/]+\.json|checkpoint\.bin|config\.json|[^/]+\.(jsonl|csv))$/;

/**
 * Reads it, and checks the bundle to its last byte; of a run that is not finished, that its
 * checkpoint belongs to its config and pictures.
 * @throws CoreError `data-invalid` for what is no such zip; `config-invalid`; `bundle-*`.
 */
export async function readRunZip(bytes: Uint8Array): Promise<OpenedRun> {
  const all = unpacked(bytes);
  const checkpoint = endingWith(all, CHECKPOINT);
  // A run may hold bundles besides, of values that were not the last word.
  const card =
    endingWith(all, `${BUNDLE}${CARD_FILE}`) ??
    (checkpoint === undefined ? endingWith(all, CARD_FILE) : undefined);
  if (card !== undefined) return finishedRun(all, card.slice(0, -CARD_FILE.length));
  if (checkpoint !== undefined) return runToGoOn(all, checkpoint.slice(0, -CHECKPOINT.length));
  throw new CoreError('data-invalid', `the zip holds no ${CARD_FILE} and no ${CHECKPOINT}`);
}

async function finishedRun(
  all: ReadonlyMap<string, Uint8Array>,
  folder: string,
): Promise<OpenedRun> {
  // What stands beside the bundle's folder belongs to the run.
  const isOfRun = folder === BUNDLE || folder.endsWith(`/${BUNDLE}`);
  const files = isOfRun
    ? filesBelow(all, folder.slice(0, -BUNDLE.length), '')
    : filesBelow(all, folder, BUNDLE);
  const bundle = await readBundle(async (name) => {
    const content = files.get(`${BUNDLE}${name}`);
    if (!content) throw new Error('the zip lacks it');
    return content;
  });
  const { name, provenance } = bundle.card;
  const table = files.get(PICTURES_FILE);
  return {
    ...{ name, config: provenance.config, isFinished: true, files },
    epochs: epochsOf(files.get(RUN_LOG_FILE)),
    pictures: table ? parsePictureTable(decodeUtf8(table)) : null,
  };
}

function runToGoOn(all: ReadonlyMap<string, Uint8Array>, folder: string): OpenedRun {
  const files = filesBelow(all, folder, '');
  const text = (name: string) => {
    const content = files.get(name);
    if (!content) throw new CoreError('data-invalid', `the zip lacks the run's ${name}`);
    return decodeUtf8(content);
  };
  const config = parsedConfig(text('config.json'));
  const pictures = parsePictureTable(text(PICTURES_FILE));
  readCheckpoint(files.get(CHECKPOINT)!, CHECKPOINT, runKeyOf(config, pictures));
  return {
    ...{ name: config.name, config: JSON.stringify(config, null, 2), isFinished: false },
    ...{ epochs: epochsOf(files.get(RUN_LOG_FILE)), pictures, files },
  };
}

function parsedConfig(text: string): TrainConfig {
  try {
    return parseTrainConfig(JSON.parse(text));
  } catch (error) {
    if (error instanceof CoreError) throw error;
    throw new CoreError('data-invalid', 'config.json is not JSON');
  }
}

function endingWith(all: ReadonlyMap<string, Uint8Array>, file: string): string | undefined {
  return [...all.keys()].find((name) => name === file || name.endsWith(`/${file}`));
}

/** The files that are wanted of those in a folder, by their names below `below`. */
function filesBelow(
  all: ReadonlyMap<string, Uint8Array>,
  folder: string,
  below: string,
): Map<string, Uint8Array> {
  const own = [...all].flatMap(([name, content]) =>
    name.startsWith(folder) ? [[below + name.slice(folder.length), content] as const] : [],
  );
  return new Map(own.filter(([name]) => wanted.test(name)));
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

function epochsOf(log: Uint8Array | undefined): readonly EpochLog[] {
  return log ? parseRunLog(decodeUtf8(log)).epochs : [];
}
