// What every command shares: one clear sentence instead of a stack, and an honest exit.
import { InvalidArgumentError, Option } from 'commander';
import { CoreError } from '../../src/core/errors';
import { backendNames, type BackendReport } from '../../src/engine/backend';
import { scoringThreads } from './scoring-threads';

/** `--backend auto|webgpu|webgl|wasm|cpu`. */
export function backendOption(): Option {
  return new Option('--backend <name>', 'where to compute')
    .choices(['auto', ...backendNames])
    .default('auto');
}

/** `--workers N` of what scores pictures: by default as many as there is room for. */
export function scoringOption(): Option {
  return new Option('--workers <n>', 'threads that look at pictures')
    .argParser(wholeNumber)
    .default(scoringThreads(), 'one a core, while there is memory');
}

/** For options that may be given several times. */
export function collect(value: string, earlier: readonly string[]): string[] {
  return [...earlier, value];
}

/** For options that are a number from 1 on. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('not 1 or more');
  return value;
}

/** Says which backend runs, and aloud if it is not the one asked for. */
export function announceBackend(report: BackendReport): void {
  console.error(`backend: ${report.backend} (${report.detail})`);
  if (report.fellBack) console.error(`warning: ${report.asked} was asked for and is not to be had`);
  for (const { backend, verdict, detail } of report.verdicts) {
    if (verdict !== 'accepted') console.error(`  ${backend}: ${verdict}: ${detail}`);
  }
}

/**
 * Runs a command and ends the process: a GPU device would hold the event loop open. A
 * CoreError becomes one sentence and exit 1; anything else is our bug and keeps its stack.
 */
export function runCommand(main: () => Promise<void>): void {
  main().then(
    () => process.exit(),
    (error: unknown) => {
      console.error(error instanceof CoreError ? `error: ${error.message}` : error);
      process.exit(1);
    },
  );
}
