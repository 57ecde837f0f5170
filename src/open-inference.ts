// Opens the one inference client of the page, with the first request.
import type { BackendChoice } from './engine/backend';
import type { Inference } from './services';
import type { InferenceClient } from './workers/client';
import { startInference } from './workers/start';

/** An inference client that starts when it is first used. */
export function openInference(backend: BackendChoice): Inference {
  const listeners = new Set<() => void>();
  let client: InferenceClient | null = null;
  const open = () =>
    (client ??= startInference({
      backend,
      onreplaced: () => listeners.forEach((listener) => listener()),
    }));
  return {
    ready: () => open().ready(),
    decode: (blob, signal) => open().decode(blob, signal),
    classify: (image, crop, signal) => open().classify(image, crop, signal),
    steady: (image, crop, signal) => open().steady(image, crop, signal),
    reload() {
      client?.close();
      client = null;
    },
    onReplaced(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
