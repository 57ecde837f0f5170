// A time limit on anything that may hang: a lost GPU keeps its promises pending for ever.

/** Thrown by `withinTime`. */
export class TimeLimitError extends Error {
  override readonly name = 'TimeLimitError';
}

// Timers exist on every host, but belong to none of the libraries core and engine see.
declare function setTimeout(callback: () => void, delayMs: number): unknown;
declare function clearTimeout(timer: unknown): void;

/** Waits for `promise` for `limitMs` at most. @throws TimeLimitError naming `what`. */
export async function withinTime<T>(
  promise: Promise<T>,
  limitMs: number,
  what: string,
): Promise<T> {
  let timer: unknown;
  const expired = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new TimeLimitError(`${what} took longer than ${limitMs} ms`)),
      limitMs,
    );
  });
  try {
    return await Promise.race([promise, expired]);
  } finally {
    clearTimeout(timer);
  }
}
