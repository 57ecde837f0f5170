// Tasks of a page's main thread, by the time they took of the processor: on a machine that
// does other things at once, a clock on the wall would count those too.
import type { Browser, Page } from '@playwright/test';

/** A task that ran for a while, in milliseconds. */
export interface LongTask {
  /** On the processor. */
  readonly ms: number;
  /** By the clock. */
  readonly wallMs: number;
}

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds. */
  readonly ts: number;
  /** Microseconds, by the clock and on the processor. */
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** Long enough to be seen on any machine. */
const PLANTED_MS = 400;

/**
 * Tasks over `leastMs` while `work` goes on, the longest first.
 * @throws where the record has a gap at its end: nothing seen is not nothing there.
 */
export async function longTasksDuring(
  browser: Browser,
  page: Page,
  leastMs: number,
  work: () => Promise<void>,
): Promise<LongTask[]> {
  await browser.startTracing(page, { categories: ['disabled-by-default-devtools.timeline'] });
  await work();
  await page.evaluate((ms) => {
    const until = performance.now() + ms;
    while (performance.now() < until);
  }, PLANTED_MS);
  const trace = (await browser.stopTracing()).toString();
  const { traceEvents } = JSON.parse(trace) as { traceEvents: readonly TraceEvent[] };
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
  const mains = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(threadOf),
  );
  const seen = traceEvents
    .filter((event) => event.name === 'RunTask' && mains.has(threadOf(event)))
    .sort((a, b) => a.ts - b.ts)
    .map(({ dur = 0, tdur = 0 }) => ({ ms: tdur / 1000, wallMs: dur / 1000 }));
  const planted = seen.findLastIndex(({ wallMs }) => wallMs >= PLANTED_MS);
  if (planted < 0) throw new Error('the record of tasks was cut short');
  return seen
    .slice(0, planted)
    .filter(({ ms }) => ms > leastMs)
    .sort((a, b) => b.ms - a.ms);
}

/** For a line of figures. */
export function inWords(tasks: readonly LongTask[]): string {
  const words = tasks.map(
    ({ ms, wallMs }) => `${ms.toFixed(0)} (${wallMs.toFixed(0)} by the clock)`,
  );
  return words.length > 0 ? `${words.join(', ')} ms` : 'none';
}
