// Text files of a run in storage: the logs of its callbacks and its own.
import type { LogSink } from '../core/train/callbacks/epoch-text';
import { decodeUtf8, encodeUtf8 } from '../core/text';
import { CoreError } from '../core/errors';
import { readRunFile, saveRunFiles } from '../storage/lab/runs';

/** A callback's log; its name says whether it is JSONL or CSV, as in Node. */
export function textOfRun(runId: string, name: string): LogSink {
  const file = `${name}${name.includes('json') ? '.jsonl' : '.csv'}`;
  return {
    async cut(length) {
      const kept = (await read(runId, file)).slice(0, length);
      await write(runId, file, kept);
      return kept;
    },
    append: async (text) => write(runId, file, (await read(runId, file)) + text),
  };
}

/** Appends a line of JSON to `name`.jsonl. */
export async function appendLine(runId: string, name: string, line: object): Promise<void> {
  const file = `${name}.jsonl`;
  await write(runId, file, `${await read(runId, file)}${JSON.stringify(line)}\n`);
}

async function read(runId: string, file: string): Promise<string> {
  const bytes = await readRunFile(runId, file);
  return bytes ? decodeUtf8(bytes) : '';
}

async function write(runId: string, file: string, text: string): Promise<void> {
  const kept = await saveRunFiles(runId, new Map([[file, encodeUtf8(text)]]));
  if (kept.kind === 'done') return;
  throw new CoreError('data-invalid', `the browser keeps nothing more: ${kept.detail}`);
}
