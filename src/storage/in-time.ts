// Browsers have been seen to leave a database unanswered for ever.
import { TimeLimitError, withinTime } from '../core/time-limit';

const ANSWER_WAIT_MS = 10_000;

/**
 * What `answer` comes to; rejects where it takes ten seconds, with a `TimeoutError`: a
 * DOMException as the storage's own errors are.
 */
export function inTime<T>(answer: Promise<T>): Promise<T> {
  return withinTime(answer, ANSWER_WAIT_MS, 'an answer').catch((error: unknown) => {
    if (!(error instanceof TimeLimitError)) throw error;
    throw new DOMException('the browser did not answer', 'TimeoutError');
  });
}

/** Whether `inTime` gave up. */
export function isLate(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'TimeoutError';
}
