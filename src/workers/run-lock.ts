// Who trains a run: the worker that leads it holds its lock, whichever tab it belongs to,
// and a worker that dies lets go of it.

/** The lock's name. */
export function runLock(runId: string): string {
  return `lentigo-run-${runId}`;
}

/** Ids of the runs being trained now, in any tab; none where the browser has no locks. */
export async function runsInTraining(): Promise<ReadonlySet<string>> {
  if (!('locks' in navigator)) return new Set();
  const prefix = runLock('');
  const { held = [] } = await navigator.locks.query();
  const names = held.flatMap(({ name }) => name ?? []);
  return new Set(
    names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length)),
  );
}
