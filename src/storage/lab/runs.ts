// The Lab's training runs and what they leave behind.
import * as v from 'valibot';
import type { Fold } from '../../core/data/folds';
import { useDatabase, type Used } from '../db';
import { removeActivations } from './activations';
import { allOf, isOfTour } from './sets';

/**
 * - `ready`: set up, not begun.
 * - `begun`: training, or cut off by a reload or crash; who holds its lock tells which.
 * - `stopped`: by a person; it can go on.
 * - `finished`: has its bundle.
 * - `failed`: `ending` says why.
 */
export const runStates = ['ready', 'begun', 'stopped', 'finished', 'failed'] as const;
export type RunState = (typeof runStates)[number];

/** One epoch, as the training loop logs it. */
export interface RunEpoch {
  /** From 1. */
  readonly epoch: number;
  readonly steps: number;
  readonly learningRate: number;
  readonly seconds: number;
  readonly metrics: Readonly<Record<string, number>>;
}

/** Which part of a cross-validation a run is. */
export interface RunFold extends Fold {
  /** Id that the runs of one cross-validation share. */
  readonly group: string;
}

export interface LabRun {
  readonly id: string;
  readonly name: string;
  readonly setId: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** The training config, as JSON. */
  readonly config: string;
  readonly state: RunState;
  /** Why it ended; empty before. */
  readonly ending: string;
  /** Name and detail of the backend; empty before it began. */
  readonly backend: string;
  readonly epochs: readonly RunEpoch[];
  /** How often its test pictures were looked at. */
  readonly testLooks: number;
  /** The person's own words. */
  readonly note: string;
  /** The fold that it holds out, in place of the set's val; null for a run by the split. */
  readonly fold: RunFold | null;
}

/** 1 knew no folds. */
const VERSION = 2;

const runSchema = v.object({
  version: v.picklist([1, VERSION]),
  id: v.string(),
  name: v.string(),
  setId: v.string(),
  createdAt: v.number(),
  config: v.string(),
  state: v.picklist(runStates),
  ending: v.string(),
  backend: v.string(),
  epochs: v.array(
    v.object({
      epoch: v.number(),
      steps: v.number(),
      learningRate: v.number(),
      seconds: v.number(),
      metrics: v.record(v.string(), v.number()),
    }),
  ),
  testLooks: v.number(),
  note: v.string(),
  fold: v.optional(
    v.nullable(v.object({ group: v.string(), k: v.number(), index: v.number(), seed: v.number() })),
    null,
  ),
});

/** A row of the list; a damaged one can still be deleted. */
export type ListedRun =
  | { readonly kind: 'run'; readonly run: LabRun }
  | { readonly kind: 'unreadable'; readonly id: string };

/** Keeps a run, in place of the one of the same id. */
export function saveRun(run: LabRun): Promise<Used<unknown>> {
  return useDatabase((database) => database.put('labRuns', { version: VERSION, ...run }));
}

/**
 * Changes some of a run, whatever another tab has changed of the rest meanwhile.
 * @returns the run as it is now; null where it is gone.
 */
export function changeRun(
  id: string,
  change: (run: LabRun) => Partial<Omit<LabRun, 'id'>>,
): Promise<Used<LabRun | null>> {
  return useDatabase(async (database) => {
    const { store, done } = database.transaction('labRuns', 'readwrite');
    const run = parseRun(await store.get(id));
    const changed = run && { ...run, ...change(run) };
    if (changed) await store.put({ version: VERSION, ...changed });
    await done;
    return changed;
  });
}

/** All runs but the tour's, newest first. */
export function listRuns(): Promise<Used<ListedRun[]>> {
  return useDatabase(async (database) => {
    const { store } = database.transaction('labRuns');
    const [keys, stored] = await Promise.all([store.getAllKeys(), store.getAll()]);
    return stored
      .map((value, i) => ({ id: keys[i], row: listed(keys[i], value) }))
      .flatMap(({ id, row }) => (isOfTour(id) ? [] : [row]))
      .sort((a, b) => moment(b) - moment(a));
  });
}

/** One run; null where there is none that can be read. */
export async function readRun(id: string): Promise<LabRun | null> {
  const read = await useDatabase((database) => database.get('labRuns', id));
  return read.kind === 'done' ? parseRun(read.value) : null;
}

/** Keeps files of a run, all or none; a name may hold folders: `bundle/card.json`. */
export function saveRunFiles(
  runId: string,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<Used<void>> {
  return useDatabase(async (database) => {
    const { store, done } = database.transaction('labFiles', 'readwrite');
    const puts = [...files].map(([name, bytes]) => store.put(bytes, [runId, name]));
    await Promise.all([...puts, done]);
  });
}

/** A file of a run; null where there is none. */
export async function readRunFile(runId: string, name: string): Promise<Uint8Array | null> {
  const read = await useDatabase((database) => database.get('labFiles', [runId, name]));
  return read.kind === 'done' && read.value instanceof Uint8Array ? read.value : null;
}

/** Names of a run's files, in order. */
export async function listRunFiles(runId: string): Promise<string[]> {
  const read = await useDatabase((database) => database.getAllKeys('labFiles', allOf(runId)));
  return read.kind === 'done' ? read.value.map(([, name]) => name) : [];
}

/** Deletes a run with its files. */
export async function deleteRun(id: string): Promise<Used<void>> {
  await removeActivations(id);
  return useDatabase(async (database) => {
    const write = database.transaction(['labRuns', 'labFiles'], 'readwrite');
    await Promise.all([
      write.objectStore('labRuns').delete(id),
      write.objectStore('labFiles').delete(allOf(id)),
      write.done,
    ]);
  });
}

function listed(id: string, value: unknown): ListedRun {
  const run = parseRun(value);
  return run ? { kind: 'run', run } : { kind: 'unreadable', id };
}

function parseRun(value: unknown): LabRun | null {
  const result = v.safeParse(runSchema, value);
  if (!result.success) return null;
  const { version: _, ...run } = result.output;
  return run;
}

function moment(row: ListedRun): number {
  return row.kind === 'run' ? row.run.createdAt : 0;
}
