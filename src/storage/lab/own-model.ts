// The model of the Lab that Check uses on this device, in place of the shipped one.
import * as v from 'valibot';
import { useDatabase, type Used } from '../db';
import { listRunFiles, readRun, readRunFile } from './runs';

const storedSchema = v.object({ runId: v.string() });
const FOLDER = 'bundle/';

export interface OwnModel {
  readonly runId: string;
  readonly name: string;
}

/** Makes Check use the model of a run; null goes back to the shipped one. */
export function useInCheck(runId: string | null): Promise<Used<unknown>> {
  return useDatabase<unknown>((database) =>
    runId === null
      ? database.delete('settings', 'own-model')
      : database.put('settings', { runId }, 'own-model'),
  );
}

/** The one in use; null where it is the shipped one, or the run is gone. */
export async function ownModel(): Promise<OwnModel | null> {
  const read = await useDatabase((database) => database.get('settings', 'own-model'));
  const stored = v.safeParse(storedSchema, read.kind === 'done' ? read.value : null);
  if (!stored.success) return null;
  const run = await readRun(stored.output.runId);
  return run?.state === 'finished' ? { runId: run.id, name: run.name } : null;
}

/** Its files by their names in the bundle; null where the shipped one is in use. */
export async function ownModelFiles(): Promise<ReadonlyMap<string, Uint8Array> | null> {
  const own = await ownModel();
  if (!own) return null;
  const names = (await listRunFiles(own.runId)).filter((name) => name.startsWith(FOLDER));
  const files = await Promise.all(
    names.map(async (name) => [name.slice(FOLDER.length), await readRunFile(own.runId, name)]),
  );
  return new Map(files as [string, Uint8Array][]);
}
