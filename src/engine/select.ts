// Chooses the tfjs backend: the best one that passes a known-answer check within its time.
import {
  enableProdMode,
  findBackendFactory,
  getBackend,
  removeBackend,
  setBackend,
} from '@tensorflow/tfjs-core';
import { CoreError } from '../core/errors';
import {
  backendNames,
  type BackendChoice,
  type BackendName,
  type BackendReport,
  type BackendVerdict,
} from './backend';
import type { EngineHost } from './host';
import { mistakeIn, runKnownNetwork } from './known-answer';
import { TimeLimitError, withinTime } from '../core/time-limit';

/** How to choose. */
export interface SelectOptions {
  readonly choice: BackendChoice;
  /** Verdicts of earlier visits. What hung or was wrong then is not tried again unasked. */
  readonly remembered?: readonly BackendVerdict[];
  /** Told after each backend tried, so that a watchdog knows that this is no hang. */
  readonly onverdict?: (verdict: BackendVerdict) => void;
  readonly limitsMs?: Partial<TimeLimits>;
}

/** Time to start, and again to answer the check. */
export interface TimeLimits {
  /** A GPU that is not ready by then has hung (iOS: tfjs#8596). */
  readonly gpu: number;
  /** A software GPU somebody asked for. */
  readonly software: number;
  /** wasm fetches its binary in this time, over whatever line there is. */
  readonly processor: number;
}

const defaultLimitsMs: TimeLimits = { gpu: 8_000, software: 60_000, processor: 60_000 };

/**
 * Leaves tfjs on the chosen backend and reports how it came to that. `auto` goes down the
 * list and skips software GPUs; a backend asked for by name is tried whatever is known of
 * it, and the list below it is the way down.
 * @throws CoreError `backend-unavailable` if not even the last one works.
 */
export async function selectBackend(
  host: EngineHost,
  { choice, remembered = [], onverdict, limitsMs }: SelectOptions,
): Promise<BackendReport> {
  // Silences the banner and the warnings tfjs prints for failures that are reported here.
  enableProdMode();
  const limits = { ...defaultLimitsMs, ...limitsMs };
  const verdicts: BackendVerdict[] = [];
  const from = choice === 'auto' ? 0 : backendNames.indexOf(choice);
  for (const backend of backendNames.slice(from)) {
    const byName = backend === choice;
    const failure = byName ? undefined : remembered.find((earlier) => failed(earlier, backend));
    const verdict = failure ?? (await tryBackend(host, backend, byName, limits));
    verdicts.push(verdict);
    onverdict?.(verdict);
    if (verdict.verdict === 'accepted') {
      const fellBack = choice !== 'auto' && backend !== choice;
      return { backend, detail: verdict.detail, fellBack, asked: choice, verdicts };
    }
  }
  const reasons = verdicts.map(
    ({ backend, verdict, detail }) => `${backend} ${verdict} (${detail})`,
  );
  throw new CoreError('backend-unavailable', `no backend works: ${reasons.join(', ')}`);
}

function failed({ backend, verdict }: BackendVerdict, wanted: BackendName): boolean {
  if (backend !== wanted) return false;
  // wasm fetches its binary while it starts: a slow line says nothing about the next visit.
  return verdict === 'wrong-answer' || (verdict === 'timed-out' && isGpu(backend));
}

async function tryBackend(
  host: EngineHost,
  backend: BackendName,
  byName: boolean,
  limits: TimeLimits,
): Promise<BackendVerdict> {
  const load = host[backend];
  if (!load) return { backend, verdict: 'unavailable', detail: 'this host does not bring it' };
  try {
    const { detail, software, register } = await load();
    if (software && !byName) return { backend, verdict: 'software', detail };
    await register?.();
    const limitMs = software ? limits.software : isGpu(backend) ? limits.gpu : limits.processor;
    const mistake = await startAndCheck(backend, limitMs);
    if (mistake === null) return { backend, verdict: 'accepted', detail };
    discard(backend);
    return { backend, verdict: 'wrong-answer', detail: `${detail}: ${mistake}` };
  } catch (error) {
    discard(backend);
    const verdict = error instanceof TimeLimitError ? 'timed-out' : 'unavailable';
    return { backend, verdict, detail: error instanceof Error ? error.message : String(error) };
  }
}

async function startAndCheck(backend: BackendName, limitMs: number): Promise<string | null> {
  const started = await withinTime(setBackend(backend), limitMs, `starting ${backend}`);
  // setBackend does not throw when a backend fails to start: it says false, and may leave
  // another one running.
  if (!started || getBackend() !== backend) throw new Error('tfjs could not start it');
  const answer = runKnownNetwork();
  try {
    return mistakeIn(await withinTime(answer.data(), limitMs, `an answer from ${backend}`));
  } finally {
    answer.dispose();
  }
}

// Also keeps a backend that starts late from taking over from the one chosen meanwhile.
function discard(backend: BackendName): void {
  if (!findBackendFactory(backend)) return;
  try {
    removeBackend(backend);
  } catch {
    // One that is broken may also fail to clean up; it is not used any more either way.
  }
}

function isGpu(backend: BackendName): boolean {
  return backend === 'webgpu' || backend === 'webgl';
}
