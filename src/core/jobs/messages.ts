// What a pool and its workers say to each other, on any host.
import type { CoreErrorCode } from '../errors';

/** Pool → worker. */
export interface JobMessage<Job = unknown> {
  readonly id: number;
  readonly job: Job;
}

/** Worker → pool: one for each job, in the order of the jobs. */
export type JobAnswer =
  | { readonly id: number; readonly kind: 'done'; readonly value: unknown }
  | {
      readonly id: number;
      readonly kind: 'failed';
      readonly code: CoreErrorCode;
      readonly message: string;
    };
