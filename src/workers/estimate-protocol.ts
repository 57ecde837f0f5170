// Everything that crosses between the page and the worker that measures a little of a run.
import type { CoreErrorCode } from '../core/errors';
import type { Measured } from '../core/run/estimate';
import type { BackendChoice, BackendReport } from '../engine/backend';

/** Page → worker, once. Ending the worker ends the measuring. */
export interface ToEstimate {
  readonly kind: 'measure';
  /** The training config, as JSON. */
  readonly config: string;
  readonly setId: string;
  readonly backend: BackendChoice;
  /** Workers that train, and as many that load. */
  readonly workers: number;
  /** Absolute URL of the folder that holds `index.json` and the models. */
  readonly modelsUrl: string;
}

/** What is being measured, in this order. */
export const measuredParts = ['opening', 'trunk', 'steps', 'judging', 'finishing'] as const;
export type MeasuredPart = (typeof measuredParts)[number];

/** Worker → page. */
export type FromEstimate =
  | { readonly kind: 'part'; readonly part: MeasuredPart }
  /** The last message is one of these. */
  | { readonly kind: 'done'; readonly measured: Measured; readonly backend: BackendReport }
  | { readonly kind: 'failed'; readonly code: CoreErrorCode | null; readonly message: string }
  /** A sign of life. */
  | { readonly kind: 'alive' };
