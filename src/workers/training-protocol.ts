// Everything that crosses between the page and the worker that leads a training run.
import type { EpochLog } from '../core/train/callbacks/callback';
import type { StepLog } from '../core/train/fit';
import type { BackendChoice, BackendReport } from '../engine/backend';
import type { RunState } from '../storage/lab/runs';

/** Page → worker. The first message begins, and there is one run to a worker. */
export type ToTrainer =
  | {
      /** `judge-test`: its finished model on the test pictures; nothing is trained. */
      readonly kind: 'train' | 'judge-test';
      /** Of a run in storage; training goes on where its checkpoint is. */
      readonly runId: string;
      readonly backend: BackendChoice;
      /** Workers that train, and as many that load. */
      readonly workers: number;
      /** Absolute URL of the folder that holds `index.json` and the models. */
      readonly modelsUrl: string;
    }
  /** `stop` keeps a checkpoint to go on from; `end` finishes with what there is. */
  | { readonly kind: 'pause' | 'go-on' | 'stop' | 'end' };

/** Something that takes a while, and how far it is. */
export interface Stage {
  /** `features`: of the frozen trunk; `judging`: the finished network on its pictures. */
  readonly what: 'features' | 'activations' | 'judging';
  /** Which pictures. */
  readonly of: string;
  readonly done: number;
  readonly total: number;
}

/** Worker → page. */
export type FromTrainer =
  | { readonly kind: 'backend'; readonly report: BackendReport }
  | { readonly kind: 'stage'; readonly stage: Stage }
  | { readonly kind: 'step'; readonly step: StepLog; readonly heapBytes: number }
  | { readonly kind: 'epoch'; readonly log: EpochLog }
  /** Activations for which the browser has no files: lost with the tab. */
  | { readonly kind: 'in-memory'; readonly bytes: number }
  /** A replica that died or hung has a successor. */
  | { readonly kind: 'replaced'; readonly reason: string }
  /** The last message. */
  | { readonly kind: 'ended'; readonly state: RunState; readonly reason: string }
  /** Every two seconds, whatever else there is to say. */
  | { readonly kind: 'alive' };
