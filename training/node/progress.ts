// How far a long command is: a bar with the time left on a terminal, now and then a
// plain line otherwise (logs, CI).
import cliProgress from 'cli-progress';

export interface Progress {
  /** `done` of the total, so far. */
  update(done: number): void;
  /** As `update`, where the last of them were found done: they say nothing of the speed. */
  skipTo(done: number): void;
  end(): void;
}

const LINE_EVERY_MS = 15_000;

/** Opens a progress display for `total` units named by `what`. */
export function openProgress(what: string, total: number): Progress {
  if (process.stderr.isTTY) {
    const bar = new cliProgress.SingleBar({
      format: `${what} {bar} {percentage}% | {value}/{total} | {eta_formatted} left`,
      hideCursor: true,
      etaBuffer: 200,
      stream: process.stderr,
    });
    bar.start(total, 0);
    const update = (done: number) => bar.update(done);
    return { update, skipTo: update, end: () => bar.stop() };
  }
  const started = Date.now();
  // What took no time and must not flatter the estimate.
  let found: number | null = null;
  let lastLine = started;
  let reached = 0;
  return {
    update(done) {
      reached = done;
      // A resumed run begins with all that it did before.
      found ??= done;
      const now = Date.now();
      if (now - lastLine < LINE_EVERY_MS || done === found) return;
      lastLine = now;
      const left = Math.round((((now - started) / (done - found)) * (total - done)) / 1000);
      console.error(`${what}: ${done}/${total}, about ${left} s left`);
    },
    skipTo(done) {
      found = (found ?? 0) + done - reached;
      reached = done;
    },
    end() {
      const seconds = Math.round((Date.now() - started) / 1000);
      // What was stopped or failed is not said to be done.
      const count = reached < total ? `${reached} of ${total}` : `${total}`;
      console.error(`${what}: ${count} done in ${seconds} s`);
    },
  };
}
