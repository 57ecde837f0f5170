// Everything that crosses between the page and the inference worker. The only file
// both sides import; types alone, no tfjs.
import type { UndecodableReason } from '../core/errors';
import type { RgbImage, SquareCrop } from '../core/image/rgb-image';
import type { ModelCard } from '../core/model/card';
import type { Prediction } from '../core/prediction';
import type { Steadiness } from '../core/steadiness';
import type { BackendChoice, BackendReport, BackendVerdict } from '../engine/backend';

/** What the worker says of itself once it can classify. */
export interface WorkerReady {
  readonly backend: BackendReport;
  readonly model: { readonly card: ModelCard; readonly hash: string };
  /** Whether the worker could give up every way to reach the network after loading. */
  readonly networkClosed: boolean;
}

/** An answer with how long it took. */
export interface ClassifyResult {
  readonly prediction: Prediction;
  readonly milliseconds: number;
}

/** null where a view got no answer. */
export interface SteadyResult {
  readonly steadiness: Steadiness | null;
}

/** What the page asks; one reply per request, matched by `id`. */
export type Request =
  | {
      readonly kind: 'start';
      readonly backend: BackendChoice;
      /** Verdicts of earlier visits on this browser, so that a failing backend is not tried again. */
      readonly remembered: readonly BackendVerdict[];
      /** Absolute URL of the folder that holds `index.json` and the models. */
      readonly modelsUrl: string;
      /** Folder name of the model, or `default`. */
      readonly model: string;
      /** Files of a model of the person's own, in place of that one. */
      readonly own: ReadonlyMap<string, Uint8Array> | null;
    }
  | { readonly kind: 'decode'; readonly blob: Blob }
  | ({ readonly kind: 'classify' } & Picture)
  /** Judges the same square in other views; see core/steadiness.ts. */
  | ({ readonly kind: 'steady' } & Picture);

interface Picture {
  readonly image: RgbImage;
  readonly crop: SquareCrop;
}

export interface ReplyOf {
  start: WorkerReady;
  decode: RgbImage;
  classify: ClassifyResult;
  steady: SteadyResult;
}
export type RequestKind = keyof ReplyOf;

/** Page → worker. */
export type ToWorker =
  | { readonly id: number; readonly request: Request }
  | { readonly id: number; readonly cancel: true };

/** A request that came to nothing; see `CoreError`. */
export interface Failure {
  readonly id: number;
  readonly ok: false;
  readonly code: string;
  readonly message: string;
  readonly reason?: UndecodableReason;
}

/** Worker → page: one reply per request, and before it any number of signs of life. */
export type FromWorker =
  | { readonly id: number; readonly alive: true }
  | { readonly id: number; readonly ok: true; readonly value: ReplyOf[RequestKind] }
  | Failure;
