// A second version of the built app, as the next release would be: every file with a hash
// in its name has another name, and nothing of the old names is left on the host.
import { cp, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { dist } from './static-server';

const withNames = new Set(['.html', '.js', '.css']);

/** Writes it to `folder`, which ends with a slash. */
export async function writeNextBuild(folder: string): Promise<void> {
  await cp(dist, folder, { recursive: true });
  const assets = await readdir(join(folder, 'assets'));
  const named = assets.map((name) => [name, nextName(name)] as const);
  for (const [name, next] of named) {
    await rename(join(folder, 'assets', name), join(folder, 'assets', next));
  }
  for (const file of await readdir(folder, { recursive: true })) {
    if (!withNames.has(extname(file))) continue;
    let content = await readFile(join(folder, file), 'utf8');
    for (const [name, next] of named) content = content.replaceAll(name, next);
    // Its names changed, and so its revision.
    content = content.replace(/"revision":"\w+"(?=,"url":"index\.html")/, '"revision":"next"');
    await writeFile(join(folder, file), content);
  }
}

/** Ends in `-next` before the suffix. */
function nextName(name: string): string {
  const suffix = extname(name);
  return `${name.slice(0, -suffix.length)}-next${suffix}`;
}
