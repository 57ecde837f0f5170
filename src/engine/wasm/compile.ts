// Compiles the AssemblyScript kernels, for the build and for Node; no browser code imports
// this. Compiled once and kept beside the sources, until these change.
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);

const sources = new URL('./assembly/', import.meta.url);
const compiled = new URL('./compiled/', import.meta.url);

/** The two builds of the kernels: `relaxed` uses fused multiply-add where the CPU has it. */
export type KernelBuild = 'plain' | 'relaxed';

/** File of a build, whether or not it is there yet. */
export function kernelFile(build: KernelBuild): string {
  return fileURLToPath(new URL(`kernels-${build}.wasm`, compiled));
}

/**
 * Makes sure that both builds are there and up to date. About two seconds when they are
 * not. @throws Error with the compiler's own words.
 */
export async function compileKernels(): Promise<void> {
  const names = (await readdir(sources)).filter((name) => name.endsWith('.ts')).sort();
  const texts = await Promise.all(names.map((name) => readFile(new URL(name, sources), 'utf8')));
  // From its package.json: loading the compiler itself takes seconds.
  const { version } = require('assemblyscript/package.json') as { version: string };
  const hash = createHash('sha256')
    .update(JSON.stringify([version, names, texts]))
    .digest('hex');
  const stamp = new URL('sources.sha256', compiled);
  if ((await readFile(stamp, 'utf8').catch(() => '')) === hash) return;
  await mkdir(compiled, { recursive: true });
  const byName = new Map(names.map((name, i) => [name, texts[i]]));
  for (const build of ['plain', 'relaxed'] as const) {
    await writeWhole(new URL(`kernels-${build}.wasm`, compiled), await compile(byName, build));
  }
  await writeWhole(stamp, hash);
}

async function compile(sources: Map<string, string>, build: KernelBuild): Promise<Uint8Array> {
  const { main } = await import('assemblyscript/asc');
  let binary: Uint8Array | undefined;
  const { error, stderr } = await main(
    [
      'index.ts',
      ...['-O3', '--noAssert', '--importMemory', '--noExportMemory', '--runtime', 'stub'],
      ...['--enable', 'simd', ...(build === 'relaxed' ? ['--enable', 'relaxed-simd'] : [])],
      // "Exchange of v128 is not supported by all embeddings": only kernels exchange it.
      ...['--disableWarning', '112'],
      ...['--outFile', 'kernels.wasm'],
    ],
    {
      readFile: (name) => sources.get(name.replace(/^.*\//, '')) ?? null,
      writeFile: (_name, contents) => void (binary = contents as Uint8Array),
      listFiles: () => [],
    },
  );
  if (error || !binary) throw new Error(`the wasm kernels do not compile: ${stderr.toString()}`);
  return binary;
}

// Several processes and threads may compile at once; none must read half a file.
async function writeWhole(file: URL, contents: Uint8Array | string): Promise<void> {
  const draft = new URL(`${file.href}.${randomUUID()}`);
  await writeFile(draft, contents);
  await rename(draft, file);
}
