// npm run bench:train: what a training step costs, per network, backend and number of
// workers, beside plain tfjs. Prints figures and judges none of them.
import { Command } from 'commander';
import { cpus } from 'node:os';
import { writeWhole } from './node/bundle-fs';
import { openNodeBackend } from './node/backend';
import { collect, runCommand } from './node/cli';
import { benchCases, type BenchCase } from './node/bench-cases';
import { measureGroup } from './node/bench-group';
import { measurePlain, whyStockWasmFails } from './node/bench-plain';

export interface BenchResult {
  readonly network: string;
  readonly engine: string;
  readonly workers: number;
  readonly batch: number;
  /** Best and median wall time of a step, over its pictures, in ms. */
  readonly msPerImage: number;
  readonly medianMsPerImage: number;
  /** Largest wasm heap of a worker and largest memory of the process, MiB; 0: not known. */
  readonly heapMiB: number;
  readonly processMiB: number;
}

interface Options {
  json?: string;
  only: string[];
  steps: string;
  workers: string;
  slow: boolean;
  webgpu: boolean;
}

new Command('bench:train')
  .description('Measures training steps: ms per image and memory.')
  .option('--json <file>', 'write the figures there too')
  .option('--only <name>', 'a network to measure; repeatable', collect, [])
  .option('--steps <n>', 'measured steps each, after one that is not', '4')
  .option('--workers <list>', 'numbers of workers', '1,2')
  .option('--webgpu', 'WebGPU too, through Dawn, where there is a Vulkan driver', false)
  .option('--slow', 'plain tfjs on all sizes too: minutes a step', false)
  .action((options: Options) => runCommand(() => bench(options)))
  .parse();

async function bench({ json, only, steps, workers, slow, webgpu }: Options): Promise<void> {
  const counts = workers.split(',').map(Number);
  const results: BenchResult[] = [];
  const cases = benchCases.filter(({ name }) => only.length === 0 || only.includes(name));
  for (const one of cases) {
    for (const [engine, relaxed] of [
      ['wasm, kernels, fused multiply-add', true],
      ['wasm, kernels, plain SIMD', false],
    ] as const) {
      for (const count of relaxed ? counts : counts.slice(0, 1)) {
        results.push(
          show(
            await measureGroup(one, engine, {
              backend: 'wasm',
              relaxed,
              workers: count,
              steps: Number(steps),
            }),
          ),
        );
      }
    }
    if (webgpu) {
      const { detail } = await openNodeBackend('webgpu');
      const measure = {
        backend: 'webgpu',
        relaxed: false,
        workers: 1,
        steps: Number(steps),
      } as const;
      results.push(show(await measureGroup(one, `webgpu, ${detail}`, measure)));
    }
    for (const plain of await plainResults(one, slow)) results.push(show(plain));
  }
  if (cases.length > 0) {
    const why = await whyStockWasmFails(benchCases[benchCases.length - 1]);
    console.log(`stock tfjs-backend-wasm: ${why ?? 'trains'}`);
  }
  if (json) {
    const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version };
    await writeWhole(json, `${JSON.stringify({ machine, results }, null, 2)}\n`);
  }
}

function show(result: BenchResult): BenchResult {
  const { network, engine, workers, batch, msPerImage, heapMiB, processMiB } = result;
  console.log(
    [
      network.padEnd(26),
      engine.padEnd(36),
      `${workers} worker${workers > 1 ? 's' : ' '}`,
      `batch ${String(batch).padStart(2)}`,
      `${msPerImage.toFixed(1).padStart(8)} ms/image`,
      heapMiB ? `heap ${heapMiB} MiB` : `process ${processMiB} MiB`,
    ].join('  '),
  );
  return result;
}

async function plainResults(one: BenchCase, slow: boolean): Promise<BenchResult[]> {
  return slow || one.plainIsQuick ? [await measurePlain(one)] : [];
}
