// Why a photo could not be looked at, as a person can act on it.
import { CoreError, type UndecodableReason } from '../../core/errors';

export type FailureReason = 'unreadable' | 'replaced' | 'model' | 'backend' | 'unknown';

export interface Failure {
  readonly reason: FailureReason;
  /** Why a file could not be opened, where that is known. */
  readonly unreadable: UndecodableReason | null;
  /** What the error said, for a report. */
  readonly detail: string;
}

export function failureOf(error: unknown): Failure {
  return {
    reason: reasonOf(error),
    unreadable: (error instanceof CoreError && error.reason) || null,
    detail: error instanceof Error ? error.message : String(error),
  };
}

function reasonOf(error: unknown): FailureReason {
  if (!(error instanceof CoreError)) return 'unknown';
  switch (error.code) {
    case 'image-undecodable':
    case 'image-invalid':
      return 'unreadable';
    case 'timeout':
    case 'worker-died':
      return 'replaced';
    case 'backend-unavailable':
      return 'backend';
    default:
      return error.code.startsWith('bundle-') ? 'model' : 'unknown';
  }
}
