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

/** Why a file is no picture for us; the page has words for each in every language. */
export type UndecodableReason =
  | 'empty'
  | 'file-too-large'
  | 'no-pixels'
  | 'too-many-pixels'
  | 'incomplete'
  | 'damaged'
  | 'heic'
  | 'avif'
  | 'video'
  | 'gif'
  | 'svg'
  | 'pdf'
  | 'not-a-picture'
  | 'out-of-memory';

/** An error with a stable `code`; `message` names the offending value. */
export class CoreError extends Error {
  override readonly name = 'CoreError';

  constructor(
    readonly code: CoreErrorCode,
    message: string,
    /** With `image-undecodable`, where the file itself was looked at. */
    readonly reason?: UndecodableReason,
  ) {
    super(message);
  }
}

/** The part of an `AbortSignal` that core needs, so that core stays free of the DOM. */
export interface StopSignal {
  readonly aborted: boolean;
}
