// Where a run keeps what the frozen part of its network gives for its pictures: private
// files of the origin, since IndexedDB would copy hundreds of megabytes through memory. They
// can be computed again, and go when the run is finished or deleted.

// Project pages of one host share an origin, hence a name of our own.
const ROOT = 'lentigo-activations';

/** The folder of a run, which is made if need be; null where the browser has no such files. */
export async function activationFolder(runId: string): Promise<FileSystemDirectoryHandle | null> {
  const top = await privateFiles();
  const root = await top?.getDirectoryHandle(ROOT, { create: true });
  return (await root?.getDirectoryHandle(runId, { create: true })) ?? null;
}

/** Removes those of a run. False where they are there and held open. */
export async function removeActivations(runId: string): Promise<boolean> {
  const top = await privateFiles();
  if (!top) return true;
  try {
    const root = await top.getDirectoryHandle(ROOT);
    await root.removeEntry(runId, { recursive: true });
    return true;
  } catch (error) {
    return isNotFound(error);
  }
}

/** Removes those of all runs. False where some are held open. */
export async function removeAllActivations(): Promise<boolean> {
  const top = await privateFiles();
  if (!top) return true;
  try {
    await top.removeEntry(ROOT, { recursive: true });
    return true;
  } catch (error) {
    return isNotFound(error);
  }
}

/** Bytes that this origin may still keep; null where the browser does not say. */
export async function freeBytes(): Promise<number | null> {
  try {
    const { quota, usage } = await navigator.storage.estimate();
    return quota === undefined || usage === undefined ? null : Math.max(0, quota - usage);
  } catch {
    return null;
  }
}

// None in private windows of some browsers, and none outside of browsers.
async function privateFiles(): Promise<FileSystemDirectoryHandle | null> {
  try {
    return await navigator.storage.getDirectory();
  } catch {
    return null;
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'NotFoundError';
}
