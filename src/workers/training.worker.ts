// The worker that leads a training run. It never computes a gradient itself: replicas do,
// in workers of their own, so it always has time to hear.
import { RunControl } from '../core/train/control';
import { judgeTest } from './judge-test';
import { leadRun } from './lead-run';
import { runLock } from './run-lock';
import type { FromTrainer, ToTrainer } from './training-protocol';

const ALIVE_EVERY_MS = 2_000;

const control = new RunControl();
let isLeading = false;
let isEnding = false;

self.onmessage = ({ data }: MessageEvent<ToTrainer>) => {
  switch (data.kind) {
    case 'train':
    case 'judge-test':
      if (isLeading) return;
      isLeading = true;
      setInterval(() => tell({ kind: 'alive' }), ALIVE_EVERY_MS);
      // What went wrong was told, and stands in the run's record.
      void alone(data.runId, () =>
        data.kind === 'train'
          ? leadRun({ ...data, control, tell, endsEarly: () => isEnding }).catch(() => undefined)
          : judgeTest({ ...data, tell, stop: control }),
      );
      return;
    case 'pause':
      return control.pause();
    case 'go-on':
      return control.goOn();
    case 'end':
      isEnding = true;
      return control.stop();
    case 'stop':
      return control.stop();
  }
};

// Two tabs on one run would write over each other's checkpoints. Browsers without locks
// are old and rare; there, the person has to look out.
async function alone(runId: string, lead: () => Promise<unknown>): Promise<void> {
  if (!('locks' in navigator)) return void (await lead());
  await navigator.locks.request(runLock(runId), { ifAvailable: true }, async (lock) => {
    if (lock) await lead();
    else tell({ kind: 'ended', state: 'begun', reason: 'another tab trains this run' });
  });
}

function tell(message: FromTrainer): void {
  self.postMessage(message);
}
