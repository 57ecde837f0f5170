// Two studies may ask for the same run under two names, e.g. the paper's network as one of
// the networks and as the balanced arm of balance. Training gives the same bits for the same
// configuration, so it is trained once and logged under both.
import { isDeepStrictEqual } from 'node:util';
import type { RunLog } from './run-paper';
import type { PaperRun } from './studies';

/** The log of `run` from one that differs in its names only; null where there is none. */
export function logOfSameRun(run: PaperRun, done: readonly RunLog[]): RunLog | null {
  const { name, study, arm, config } = run;
  const same = done.find((log) => isDeepStrictEqual(trained(log), trained(run)));
  if (!same) return null;
  return { ...same, name, study, arm, config, sameAs: same.sameAs ?? same.name };
}

// Through JSON, as logs are stored: a field that is undefined is none.
function trained({ config, pictures }: Pick<PaperRun, 'config' | 'pictures'>): unknown {
  return JSON.parse(JSON.stringify({ ...config, name: '', why: '', pictures }));
}
