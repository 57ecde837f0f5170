// The errors core throws when a contract is broken. Outcomes a person can meet
// (a blurred photo, an abstention) are values, never errors.

/** What went wrong, in a form that survives a worker boundary. */
export type CoreErrorCode =
  | 'bundle-malformed'
  | 'bundle-unknown-version'
  | 'bundle-missing-file'
  | 'bundle-truncated'
  | 'bundle-altered'
  | 'bundle-non-finite'
  | 'image-invalid'
  | 'image-undecodable'
  | 'data-invalid'
  | 'split-leak'
  | 'config-invalid'
  | 'backend-unavailable'
  | 'training-diverged'
  | 'out-of-memory'
  | 'timeout'
  | 'worker-died';

/** An error with a stable `code`; `message` names the offending value. */
export class CoreError extends Error {
  override readonly name = 'CoreError';

  constructor(
    readonly code: CoreErrorCode,
    message: string,
  ) {
    super(message);
  }
}

/** The part of an `AbortSignal` that core needs, so that core stays free of the DOM. */
export interface StopSignal {
  readonly aborted: boolean;
}
