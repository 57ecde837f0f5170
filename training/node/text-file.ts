// A log of the training loop as a file.
import { appendFile, mkdir, readFile } from 'node:fs/promises';
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
