// Browsers have been seen to leave a database unanswered for ever.

const ANSWER_WAIT_MS = 10_000;

/** What `answer` comes to; rejects with a `TimeoutError` where it takes ten seconds. */
export async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new DOMException('the browser did not answer', 'TimeoutError');
    timer = setTimeout(() => reject(error), ANSWER_WAIT_MS);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Whether `inTime` gave up. */
export function isLate(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'TimeoutError';
}
