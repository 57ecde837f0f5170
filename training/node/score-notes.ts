// What a network gave for pictures, noted on disk line by line, so that judging tens of
// thousands goes on where it was killed.
import { createReadStream } from 'node:fs';
import { appendFile, mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import type { FileResult } from './picture-scorer';
import { endLastLine } from './text-file';

/** Results by the model that gave them and the file as it was. */
export interface ScoreNotes {
  /** What is noted of a picture; null for one that is not, or that has changed since. */
  find(path: string): Promise<FileResult | null>;
  /** Notes a result; it is on disk after `flush` at the latest. */
  add(result: FileResult): Promise<void>;
  flush(): Promise<void>;
}

interface Line {
  readonly model: string;
  readonly bytes: number;
  readonly mtimeMs: number;
  readonly result: FileResult;
}

const LINES_AT_ONCE = 64;

/** Notes nothing and finds nothing. */
export const noNotes: ScoreNotes = {
  find: () => Promise.resolve(null),
  add: () => Promise.resolve(),
  flush: () => Promise.resolve(),
};

/**
 * Opens the notes in `file`, which need not be there. Those of another model are left alone.
 * @param model its hash.
 */
export async function openScoreNotes(file: string, model: string): Promise<ScoreNotes> {
  await mkdir(dirname(file), { recursive: true });
  const lines = new Map<string, Line>();
  if (await stateOf(file)) {
    for await (const text of createInterface({ input: createReadStream(file) })) {
      const line = parsed(text);
      if (line?.model === model) lines.set(line.result.path, line);
    }
    await endLastLine(file);
  }
  let waiting: string[] = [];
  const flush = async () => {
    const text = waiting.join('');
    waiting = [];
    if (text) await appendFile(file, text);
  };
  return {
    async find(path) {
      const line = lines.get(path);
      const state = line && (await stateOf(path));
      const isSame = state && state.bytes === line.bytes && state.mtimeMs === line.mtimeMs;
      return isSame ? line.result : null;
    },
    async add(result) {
      const state = await stateOf(result.path);
      // Of a file that is not there nothing can be said another time.
      if (!state) return;
      waiting.push(`${JSON.stringify({ model, ...state, result: plain(result) })}\n`);
      if (waiting.length >= LINES_AT_ONCE) await flush();
    },
    flush,
  };
}

function parsed(text: string): Line | null {
  try {
    return JSON.parse(text) as Line;
  } catch {
    return null;
  }
}

// Typed arrays become objects in JSON.
function plain(result: FileResult): FileResult {
  if (result.kind === 'unreadable') return result;
  const { logits, gate } = result.output;
  return { ...result, output: { logits: Array.from(logits), gate } };
}

async function stateOf(path: string) {
  const found = await stat(path).catch(() => null);
  return found && { bytes: found.size, mtimeMs: found.mtimeMs };
}
