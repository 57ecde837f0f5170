// Bundles on disk: `--model` names to folders, folders to bundles, bundles to folders.
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseModelIndex, readBundle, type ModelBundle } from '../../src/core/model/bundle';

const modelsFolder = fileURLToPath(new URL('../../public/models/', import.meta.url));

/** The folder of a model: `default` and shipped names are looked up, anything else is a path. */
export async function modelFolder(model: string): Promise<string> {
  const index = parseModelIndex(
    JSON.parse(await readFile(join(modelsFolder, 'index.json'), 'utf8')),
  );
  if (model === 'default') return join(modelsFolder, index.default);
  if ([index.default, ...index.others].includes(model)) return join(modelsFolder, model);
  return resolve(model);
}

/** Reads and checks a bundle. @throws CoreError `bundle-*` naming the file. */
export function readBundleFolder(folder: string): Promise<ModelBundle> {
  return readBundle((name) => readFile(join(folder, name)));
}

/** Writes a bundle beside the old one, then replaces it; a kill in between leaves `.new`. */
export async function writeBundleFolder(
  folder: string,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<void> {
  const fresh = `${folder}.new`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  for (const [name, bytes] of files) await writeFile(join(fresh, name), bytes);
  await rm(folder, { recursive: true, force: true });
  await rename(fresh, folder);
}

/** Writes one file as a whole, making its folder. */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.new`, content);
  await rename(`${path}.new`, path);
}

/** Whether there is anything at `path`. */
export async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}
