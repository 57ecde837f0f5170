// The log of a run on disk, appended so that a resumed run keeps its past.
import { appendFile, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CoreError } from '../../src/core/errors';
import { parseRunLog, RUN_LOG_FILE, type RunLog } from '../../src/core/run/run-log';
import type { LogEvent } from './run';
import { endLastLine } from './text-file';

/** Opens the log in the folder `out`: that which is there where it goes on, else a new one. */
export async function openRunLog(out: string, resume: boolean): Promise<LogEvent> {
  const path = join(out, RUN_LOG_FILE);
  if (!resume) await rm(path, { force: true });
  await endLastLine(path);
  return (event, fields) =>
    appendFile(path, `${JSON.stringify({ time: new Date().toISOString(), event, ...fields })}\n`);
}

/** @throws CoreError `data-invalid` where the folder has none. */
export async function readRunLog(out: string): Promise<RunLog> {
  const text = await readFile(join(out, RUN_LOG_FILE), 'utf8').catch(() => {
    throw new CoreError('data-invalid', `${out} is no folder of a run: it has no ${RUN_LOG_FILE}`);
  });
  return parseRunLog(text);
}
