// Tasks of a page's main thread, by the time they took of the processor: on a machine that
// does other things at once, a clock on the wall would count those too. What a journey itself
// asks of the page (to find a button, to read a text) runs on that thread as well and is
// taken off: no user has that.
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

/** Nothing but these: with all that a browser can tell, the record ends before the work. */
const categories = ['-*', 'disabled-by-default-devtools.timeline', 'devtools'];
/** A command of the journey at work. A click is none: it comes as a hand's would. */
const COMMAND = 'DevToolsSession::DispatchProtocolCommand';

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
  await browser.startTracing(page, { categories });
  await work();
  // Some tasks more, since a task is in the record only once it has ended.
  await page.evaluate(
    (ms) =>
      new Promise<void>((resolve) => {
        setTimeout(() => {
          const until = performance.now() + ms;
          while (performance.now() < until);
          setTimeout(resolve, 50);
        });
      }),
    PLANTED_MS,
  );
  const trace = (await browser.stopTracing()).toString();
  const { traceEvents } = JSON.parse(trace) as { traceEvents: readonly TraceEvent[] };
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
  const mains = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(threadOf),
  );
  const onMain = (wanted: string) =>
    traceEvents
      .filter((event) => event.name === wanted && mains.has(threadOf(event)))
      .sort((a, b) => a.ts - b.ts);
  const commands = onMain(COMMAND);
  const seen = onMain('RunTask').map((task) => {
    const { ts, dur = 0, tdur = 0 } = task;
    const ofJourney = commands
      .filter((event) => threadOf(event) === threadOf(task) && event.ts >= ts)
      .filter((event) => event.ts <= ts + dur)
      .reduce((sum, event) => sum + (event.tdur ?? 0), 0);
    return { ms: (tdur - ofJourney) / 1000, wallMs: dur / 1000 };
  });
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
