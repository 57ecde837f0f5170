// How far a long command is: a bar with the time left on a terminal, now and then a
// plain line otherwise (logs, CI).
import cliProgress from 'cli-progress';

export interface Progress {
  /** `done` of the total, so far. */
  update(done: number): void;
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
    return { update: (done) => bar.update(done), end: () => bar.stop() };
  }
  const started = Date.now();
  let first: number | null = null;
  let lastLine = started;
  let reached = 0;
  return {
    update(done) {
      reached = done;
      // What a resumed run finds done took no time and must not flatter the estimate.
      first ??= done;
      const now = Date.now();
      if (now - lastLine < LINE_EVERY_MS || done === first) return;
      lastLine = now;
      const left = Math.round((((now - started) / (done - first)) * (total - done)) / 1000);
      console.error(`${what}: ${done}/${total}, about ${left} s left`);
    },
    end() {
      const seconds = Math.round((Date.now() - started) / 1000);
      // What was stopped or failed is not said to be done.
      const count = reached < total ? `${reached} of ${total}` : `${total}`;
      console.error(`${what}: ${count} done in ${seconds} s`);
    },
  };
}
