// Opens the place of a run's activations: a private file, which outlives the tab, or
// memory where the browser has no such file or no room.
import { CoreError } from '../core/errors';
import { activationFolder, freeBytes } from '../storage/lab/activations';
import {
  activationBytes,
  activationMemory,
  openActivationFile,
  type ActivationShape,
  type ActivationStore,
  type SyncFile,
} from './activation-store';

/** What memory may hold; beyond, browsers end the tab sooner or later. */
const MOST_IN_MEMORY = 2 ** 30;
/** A worker that was ended lets go of its files a little later. */
const TRIES = 20;
const BETWEEN_TRIES_MS = 250;

/**
 * Opens the file `name` of a run. Caller closes.
 * @throws CoreError `data-invalid` where neither disk nor memory can hold so much.
 */
export async function openActivations(
  runId: string,
  name: string,
  shape: ActivationShape,
): Promise<ActivationStore> {
  const file = await openFile(runId, `${name}.f16`);
  const bytes = activationBytes(shape);
  const free = await freeBytes();
  // What is there already need not fit once more.
  if (file && (free === null || free + file.getSize() >= bytes)) {
    return openActivationFile(file, shape);
  }
  file?.close();
  if (bytes <= MOST_IN_MEMORY) return activationMemory(shape);
  const megabytes = (size: number) => `${Math.ceil(size / 1e6)} MB`;
  const room = file && free !== null ? megabytes(free) : 'no files';
  throw new CoreError(
    'data-invalid',
    `the activations of ${shape.rows} pictures take ${megabytes(bytes)}, and this browser has ${room} for them: take fewer views or pictures, or free some room`,
  );
}

async function openFile(runId: string, name: string): Promise<SyncFile | null> {
  const folder = await activationFolder(runId).catch(() => null);
  if (!folder) return null;
  for (let tries = 1; ; tries++) {
    try {
      const handle: FileSystemFileHandle & {
        createSyncAccessHandle?: () => Promise<SyncFile>;
      } = await folder.getFileHandle(name, { create: true });
      // Older browsers have private files without it.
      return (await handle.createSyncAccessHandle?.()) ?? null;
    } catch (error) {
      const isHeld = error instanceof DOMException && error.name === 'NoModificationAllowedError';
      if (!isHeld) return null;
      if (tries === TRIES) {
        throw new CoreError('data-invalid', 'another tab still holds the activations of this run');
      }
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_TRIES_MS));
    }
  }
}
