// One measuring of a configuration on this device, from the button to the figures.
import type { Measured } from '../../../core/run/estimate';
import type { TrainConfig } from '../../../core/train/config';
import type { BackendChoice, BackendReport } from '../../../engine/backend';
import { freeBytes } from '../../../storage/lab/activations';
import { startEstimate, type EstimateEnd } from '../../../workers/estimate-client';
import type { MeasuredPart } from '../../../workers/estimate-protocol';
import { runsInTraining } from '../../../workers/run-lock';
import { createEstimateWorker, modelsUrl, replicaCount } from '../../../workers/start-lab';

/** What came of it, and for which configuration. */
export type MeasuringResult =
  | {
      readonly kind: 'measured';
      readonly config: TrainConfig;
      readonly measured: Measured;
      readonly backend: BackendReport;
      readonly freeDiskBytes: number | null;
      /** Another run trained meanwhile. */
      readonly isBesideRun: boolean;
    }
  | { readonly kind: 'failed'; readonly isOutOfMemory: boolean; readonly reason: string };

export class Measuring {
  /** Null while nothing is measured. */
  part = $state.raw<MeasuredPart | null>(null);
  result = $state.raw<MeasuringResult | null>(null);
  #cancel = () => {};

  async start(config: TrainConfig, setId: string, backend: BackendChoice): Promise<void> {
    this.cancel();
    let isCancelled = false;
    this.#cancel = () => (isCancelled = true);
    [this.part, this.result] = ['opening', null];
    const [running, freeDiskBytes] = await Promise.all([runsInTraining(), freeBytes()]);
    if (isCancelled) return;
    const beside = { freeDiskBytes, isBesideRun: running.size > 0 };
    const asked = { backend, workers: replicaCount(), modelsUrl: modelsUrl(), setId };
    this.#cancel = startEstimate(
      { kind: 'measure', config: JSON.stringify(config), ...asked },
      createEstimateWorker,
      {
        onPart: (part) => (this.part = part),
        onEnded: (end) => {
          this.part = null;
          this.result = resultOf(end, config, beside);
        },
      },
    );
  }

  cancel(): void {
    this.#cancel();
    this.#cancel = () => {};
    this.part = null;
  }
}

function resultOf(
  end: EstimateEnd,
  config: TrainConfig,
  beside: { readonly freeDiskBytes: number | null; readonly isBesideRun: boolean },
): MeasuringResult {
  if (end.kind === 'failed') {
    return { kind: 'failed', isOutOfMemory: end.code === 'out-of-memory', reason: end.message };
  }
  return { kind: 'measured', config, measured: end.measured, backend: end.backend, ...beside };
}

/** What the browser says of the device's memory, bytes: rounded, and capped on large ones. */
export function deviceMemoryBytes(): number | null {
  const told = 'deviceMemory' in navigator ? navigator.deviceMemory : null;
  return typeof told === 'number' ? told * 2 ** 30 : null;
}
