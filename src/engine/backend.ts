// The names and reports of tfjs backends; types only, so that pages may use them.

/** Backends the engine knows, in order of preference. */
export const backendNames = ['webgpu', 'webgl', 'wasm', 'cpu'] as const;
export type BackendName = (typeof backendNames)[number];
export type BackendChoice = BackendName | 'auto';

/** What can become of one backend. */
export const verdictKinds = [
  /** Passed the known-answer check. */
  'accepted',
  /** A software GPU, slower than wasm; only used where asked for by name. */
  'software',
  /** Not to be had on this host. */
  'unavailable',
  /** Gave a wrong answer. */
  'wrong-answer',
  /** Did not answer in time. */
  'timed-out',
] as const;
export type VerdictKind = (typeof verdictKinds)[number];

/** What became of one backend. */
export interface BackendVerdict {
  readonly backend: BackendName;
  readonly verdict: VerdictKind;
  /** Adapter or renderer name, or the reason. */
  readonly detail: string;
}

/** Which backend runs, and why not a better one. */
export interface BackendReport {
  readonly backend: BackendName;
  readonly detail: string;
  /** True where the person asked for another one by name and did not get it. */
  readonly fellBack: boolean;
  /** What was asked for. */
  readonly asked: BackendChoice;
  /** Everything tried on the way, in order; the last one runs. */
  readonly verdicts: readonly BackendVerdict[];
}
