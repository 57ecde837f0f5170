// What is dropped on a page, or chosen as a folder, as files with their paths.

/** A file, and where it lay below what was handed over. */
export interface PathFile {
  /** With `/` between folders. */
  readonly path: string;
  readonly file: File;
}

/** Files of a chooser, of a folder or not. */
export function chosenFiles(files: FileList): PathFile[] {
  return unwrapped(
    Array.from(files, (file) => ({ path: file.webkitRelativePath || file.name, file })),
  );
}

/**
 * Without the one folder that holds all others, so that a picture is called the same as by a
 * command that is given that folder. A folder that holds pictures alone is a class, and stays.
 */
export function unwrapped(files: readonly PathFile[]): PathFile[] {
  const wrappers = new Set(files.map(({ path }) => path.split('/')[0]));
  const holdsFolders = files.some(({ path }) => path.split('/').length > 2);
  const isWrapped = files.every(({ path }) => path.includes('/'));
  if (wrappers.size !== 1 || !holdsFolders || !isWrapped) return [...files];
  return files.map(({ path, file }) => ({ path: path.slice(path.indexOf('/') + 1), file }));
}

/**
 * Files of a drop, those in folders too. To be called while the drop is being handled: the
 * list is emptied after it.
 */
export async function droppedFiles(data: DataTransfer): Promise<PathFile[]> {
  const entries = Array.from(data.items, (item) => item.webkitGetAsEntry());
  const plain = chosenFiles(data.files);
  const found = await Promise.all(entries.map((entry) => (entry ? below(entry) : [])));
  const files = found.flat();
  // Some browsers give no entries.
  return files.length > 0 ? unwrapped(files) : plain;
}

async function below(entry: FileSystemEntry): Promise<PathFile[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    return [{ path: entry.fullPath.replace(/^\//, ''), file }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const files: PathFile[] = [];
  // A reader gives a hundred at a time, and none at the end.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return files;
    for (const one of some) files.push(...(await below(one)));
  }
}
