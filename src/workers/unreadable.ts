// What is said of a picture whose bytes cannot be had: in the page, where its blob is
// asked for, and in the worker, where the blob is read.
import { CoreError } from '../core/errors';

/** Names of what reading a blob can reject with (File API, "Errors and exceptions"). */
const names = new Set(['NotFoundError', 'NotReadableError', 'NotAllowedError', 'SecurityError']);

/** Whether an error says that a blob could not be read. */
export function isReadError(error: unknown): error is DOMException {
  return error instanceof DOMException && names.has(error.name);
}

/**
 * The picture by its id and the reason: `image-undecodable` for a file that is gone,
 * `data-invalid` for one that cannot be read now, which says nothing of the picture.
 */
export function unreadable(id: string, error: unknown): CoreError {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const code = name === 'NotFoundError' ? 'image-undecodable' : 'data-invalid';
  return new CoreError(code, `${id} could not be read: ${message}`);
}
