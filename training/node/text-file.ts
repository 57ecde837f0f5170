// Files of lines: logs of the training loop, and notes.
import { appendFile, mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { LogSink } from '../../src/core/train/callbacks/epoch-text';
import { writeWhole } from './bundle-fs';

/** Opens a sink; the file is made when something is written. */
export function textFile(path: string): LogSink {
  return {
    async cut(length) {
      const text = await readFile(path, 'utf8').catch(() => '');
      const kept = text.slice(0, length);
      await writeWhole(path, kept);
      return kept;
    },
    async append(text) {
      await mkdir(dirname(path), { recursive: true });
      await appendFile(path, text);
    },
  };
}

/** Ends a last line that a kill cut short, lest the next be joined to it. */
export async function endLastLine(path: string): Promise<void> {
  const file = await open(path).catch(() => null);
  if (!file) return;
  try {
    const { size } = await file.stat();
    if (size === 0) return;
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
    if (buffer.toString() === '\n') return;
  } finally {
    await file.close();
  }
  await appendFile(path, '\n');
}
