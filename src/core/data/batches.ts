// Which pictures a training step sees, and where their numbers come from. The tab and
// Node train through this; how a source gets its numbers (files, a cache, memory) is its own.
import { CoreError, type StopSignal } from '../errors';
import { seededRandom, shuffled } from '../random';

/**
 * One picture of one epoch: which row, and which view of it. View 0 is the plain picture,
 * views from 1 on are changed ones whose draws depend on (seed, row id, view) only.
 */
export interface PlannedRow {
  readonly row: number;
  readonly view: number;
}

/** What a step trains on. */
export interface Batch {
  readonly rows: readonly PlannedRow[];
  /** float32 [rows, ...shape], row-major. */
  readonly xs: Float32Array;
  /** float32 [rows, labels], one-hot. */
  readonly targets: Float32Array;
}

/** Where batches come from. */
export interface BatchSource {
  readonly rows: number;
  /** Of one example, e.g. [224, 224, 3]. */
  readonly shape: readonly number[];
  readonly labels: number;
  /**
   * Reads rows in the order asked for. Several reads may run at once.
   * @throws StoppedError when `stop` says so; `CoreError` for a row that cannot be had.
   */
  read(rows: readonly PlannedRow[], stop?: StopSignal): Promise<Batch>;
  /** Ends what the source runs and holds open; reads still going on are rejected. */
  dispose(): Promise<void> | void;
}

/** Marks a row that must not be planned, e.g. of an unreadable picture. */
export const LEFT_OUT = -1;

/** How often rows of each label come up. */
export const balances = ['none', 'equal', 'undersample', 'oversample'] as const;
export type Balance = (typeof balances)[number];

export interface EpochPlanOptions {
  readonly seed: number;
  /** From 0. */
  readonly epoch: number;
  /** Label of every row of the source, from 0; `LEFT_OUT` leaves a row out. */
  readonly labels: ArrayLike<number>;
  readonly batchSize: number;
  /**
   * `none`: every row once an epoch. `equal`: an epoch is as long, but each label that
   * occurs gets the same number of places (labels take turns at places left over). Each
   * label's rows are dealt out in shuffled passes that run on from epoch to epoch: none
   * comes up again before all others of its label did, so a frequent label is seen in
   * full over several epochs and a rare one several times in each.
   * `undersample`: of every label as many rows as the rarest has, drawn once for the whole
   * run, as the paper did; the rest is never seen. `oversample`: as `equal`, but an epoch
   * is long enough to show the most frequent label in full.
   */
  readonly balance: Balance;
  /**
   * Views a source has. A finite number n, for a cache that holds views 0 … n − 1: a row
   * moves on by one view each time it comes up. `Infinity`, for a source that draws views
   * as it goes: a row's first appearance is view 1, its second view 2, and so on, so with
   * `balance: 'none'` the view is epoch + 1. For 1, only the plain picture.
   */
  readonly views: number;
  /** `one` (default): a row takes one place in an epoch. `all`: one for each of its views. */
  readonly viewsPerEpoch?: 'one' | 'all';
}

/**
 * The batches of one epoch; the last may be smaller. A pure function of its options: a
 * resumed run plans epoch e again and starts at batch k.
 * @throws CoreError `config-invalid` naming the option, `data-invalid` if no row is left.
 */
export function epochPlan(options: EpochPlanOptions): PlannedRow[][] {
  assertPlannable(options);
  const { seed, epoch, labels, batchSize, balance, views, viewsPerEpoch = 'one' } = options;
  const copies = viewsPerEpoch === 'all' ? views : 1;
  const classes = rowsByLabel(labels, balance, seed);
  const sizes = classes.map((rows) => rows.length);
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const total = (balance === 'oversample' ? Math.max(0, ...sizes) * sizes.length : all) * copies;
  if (total === 0) throw new CoreError('data-invalid', 'there is no row to train on');
  const drawn = classes.flatMap((rows, c) => {
    const places = rows.length * copies;
    // Rounding both ends down deals the places left over to a different label by turns.
    const share = (e: number) =>
      balance === 'none' ? places * e : Math.floor((total * e + c) / classes.length);
    return deal(places, share(epoch), share(epoch + 1), (pass) =>
      seededRandom(seed, 'order', c, 'pass', pass),
    ).map(({ place, pass }): PlannedRow => {
      const row = rows[place % rows.length];
      if (viewsPerEpoch === 'all') return { row, view: Math.floor(place / rows.length) };
      return { row, view: views === Infinity ? pass + 1 : (row + pass) % views };
    });
  });
  return inBatches(shuffled(drawn, seededRandom(seed, 'epoch', epoch)), batchSize);
}

/** Every row once, in order, as it is: for judging. The last batch may be smaller. */
export function plainPlan(rows: number, batchSize: number): PlannedRow[][] {
  assertWhole('batchSize', batchSize, 1);
  return inBatches(
    Array.from({ length: rows }, (_, row) => ({ row, view: 0 })),
    batchSize,
  );
}

/** Targets of rows: float32 [rows, labels], one-hot. */
export function oneHot(
  rows: readonly PlannedRow[],
  labelOf: (row: number) => number,
  labels: number,
): Float32Array {
  const targets = new Float32Array(rows.length * labels);
  rows.forEach(({ row }, i) => {
    targets[i * labels + labelOf(row)] = 1;
  });
  return targets;
}

function rowsByLabel(labels: ArrayLike<number>, balance: Balance, seed: number): number[][] {
  const classes = new Map<number, number[]>();
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row];
    if (label === LEFT_OUT) continue;
    if (!Number.isInteger(label) || label < 0) {
      throw new CoreError('data-invalid', `row ${row} has label ${label}`);
    }
    const key = balance === 'none' ? 0 : label;
    const own = classes.get(key);
    if (own) own.push(row);
    else classes.set(key, [row]);
  }
  const sorted = [...classes].sort(([a], [b]) => a - b).map(([, rows]) => rows);
  if (balance !== 'undersample') return sorted;
  const least = Math.min(...sorted.map((rows) => rows.length));
  return sorted.map((rows, c) =>
    shuffled(rows, seededRandom(seed, 'undersample', c))
      .slice(0, least)
      .sort((a, b) => a - b),
  );
}

// Places `from` to `to` of an endless row of shuffled passes over `places`.
function deal(
  places: number,
  from: number,
  to: number,
  randomOf: (pass: number) => ReturnType<typeof seededRandom>,
): { place: number; pass: number }[] {
  const dealt: { place: number; pass: number }[] = [];
  const all = [...Array(places).keys()];
  for (let pass = Math.floor(from / places); pass * places < to; pass++) {
    const order = shuffled(all, randomOf(pass));
    const first = Math.max(0, from - pass * places);
    const last = Math.min(places, to - pass * places);
    for (let i = first; i < last; i++) dealt.push({ place: order[i], pass });
  }
  return dealt;
}

function inBatches(rows: readonly PlannedRow[], batchSize: number): PlannedRow[][] {
  const batches: PlannedRow[][] = [];
  for (let at = 0; at < rows.length; at += batchSize) batches.push(rows.slice(at, at + batchSize));
  return batches;
}

function assertPlannable({ epoch, batchSize, views, viewsPerEpoch }: EpochPlanOptions): void {
  assertWhole('epoch', epoch, 0);
  assertWhole('batchSize', batchSize, 1);
  if (views !== Infinity) assertWhole('views', views, 1);
  else if (viewsPerEpoch === 'all') {
    throw new CoreError('config-invalid', 'an epoch cannot hold all of endlessly many views');
  }
}

function assertWhole(name: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new CoreError('config-invalid', `${name} must be a whole number from ${least}: ${value}`);
  }
}
