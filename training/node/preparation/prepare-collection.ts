// A collection → copies at one size in benign/ and malignant/, a labels file, and a report.
// What is done is noted picture by picture, so that a run that was killed goes on where it
// was; nothing but fingerprints and names is held in memory.
import { createReadStream } from 'node:fs';
import { appendFile, mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { CoreError } from '../../../src/core/errors';
import { isThere } from '../bundle-fs';
import type { Progress } from '../progress';
import { endLastLine } from '../text-file';
import { openWorkerPool } from '../worker-pool';
import { copyNames } from './copy-names';
import type { CopySpec, PrepareJob, PrepareReply } from './prepare.worker';
import type { Fault, SourcePicture } from './read-source';

/** A picture that was prepared. */
export interface PreparedPicture extends SourcePicture {
  /** Of the copy, below the output folder. */
  readonly file: string;
  /** Of the file as it came, hex. */
  readonly sha256: string;
  readonly hash: Uint32Array;
  readonly width: number;
  readonly height: number;
}

export interface PrepareCollectionOptions {
  readonly pictures: readonly SourcePicture[];
  readonly out: string;
  readonly copy: CopySpec;
  readonly workers: number;
  readonly progress: Progress;
}

export interface PreparedCollection {
  readonly prepared: readonly PreparedPicture[];
  /** Pictures that cannot be decoded. */
  readonly corrupt: readonly Fault[];
  /** How many an earlier run had done. */
  readonly resumed: number;
}

const NOTES = 'prepared.jsonl';
const SETTINGS = 'settings.json';
const LIMIT_MS = 120_000;
const NOTES_AT_ONCE = 64;

/** A line of the notes: of which file, as it was then, and what came of it. */
interface Note {
  readonly path: string;
  readonly file: string;
  readonly bytes: number;
  readonly mtimeMs: number;
  readonly result:
    | {
        readonly sha256: string;
        readonly hash: number[];
        readonly width: number;
        readonly height: number;
      }
    | { readonly corrupt: string };
}

/**
 * Makes all copies that are not made yet.
 * @throws CoreError `config-invalid` where the folder was begun with other settings.
 */
export async function prepareCollection(
  options: PrepareCollectionOptions,
): Promise<PreparedCollection> {
  const { pictures, out, copy, workers, progress } = options;
  await mkdir(out, { recursive: true });
  await keepSettings(join(out, SETTINGS), copy);
  const notesPath = join(out, NOTES);
  const earlier = await readNotes(notesPath);
  await endLastLine(notesPath);
  const files = copyNames(pictures, copy.format === 'png' ? 'png' : 'jpg');
  const notes: Note[] = new Array<Note>(pictures.length);
  const pool = openWorkerPool<PrepareJob, PrepareReply>({
    script: new URL('./prepare.worker.ts', import.meta.url),
    workerData: copy,
    workers,
    limitMs: LIMIT_MS,
  });
  let next = 0;
  let done = 0;
  let resumed = 0;
  let unwritten: string[] = [];
  const write = async () => {
    const lines = unwritten.splice(0);
    if (lines.length > 0) await appendFile(notesPath, lines.join(''));
  };
  const work = async () => {
    while (next < pictures.length) {
      const i = next++;
      const { path } = pictures[i];
      const { size: bytes, mtimeMs } = await stat(path);
      const before = earlier.get(path);
      const isDone =
        before?.file === files[i] && before.bytes === bytes && before.mtimeMs === mtimeMs;
      if (isDone && ('corrupt' in before.result || (await isThere(join(out, files[i]))))) {
        notes[i] = before;
        resumed++;
        progress.skipTo(++done);
      } else {
        const reply = await pool.run({ path, to: join(out, files[i]) });
        notes[i] = { path, file: files[i], bytes, mtimeMs, result: resultOf(reply) };
        unwritten.push(`${JSON.stringify(notes[i])}\n`);
        if (unwritten.length >= NOTES_AT_ONCE) await write();
        progress.update(++done);
      }
    }
  };
  try {
    // Two for each thread: one at work, one waiting, and no more in memory.
    await Promise.all(Array.from({ length: 2 * workers }, work));
  } finally {
    await write();
    await pool.close();
    progress.end();
  }
  unwritten = [];
  const corrupt: Fault[] = [];
  const prepared = pictures.flatMap((picture, i): PreparedPicture[] => {
    const { file, result } = notes[i];
    if ('corrupt' in result) {
      corrupt.push({ fault: 'corrupt', where: picture.path, reason: result.corrupt });
      return [];
    }
    return [{ ...picture, ...result, file, hash: Uint32Array.from(result.hash) }];
  });
  return { prepared, corrupt, resumed };
}

function resultOf(reply: PrepareReply): Note['result'] {
  if (reply.kind === 'corrupt') return { corrupt: reply.reason };
  const { sha256, hash, width, height } = reply;
  return { sha256, hash: [...hash], width, height };
}

async function keepSettings(path: string, copy: CopySpec): Promise<void> {
  const text = `${JSON.stringify(copy)}\n`;
  const before = await readFile(path, 'utf8').catch(() => null);
  if (before === null) await appendFile(path, text);
  else if (before !== text) {
    throw new CoreError(
      'config-invalid',
      `the folder was begun with ${before.trim()}; choose another for ${text.trim()}`,
    );
  }
}

// Line by line: 44,000 notes are 20 MB of text.
async function readNotes(path: string): Promise<Map<string, Note>> {
  const notes = new Map<string, Note>();
  if (!(await isThere(path))) return notes;
  for await (const line of createInterface({ input: createReadStream(path) })) {
    try {
      const note = JSON.parse(line) as Note;
      notes.set(note.path, note);
    } catch {
      // A kill may cut the last line short; its picture is done again.
    }
  }
  return notes;
}
