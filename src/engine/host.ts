// What a host (tab, worker, Node) brings to the engine.
import type { BackendName } from './backend';

/** A backend that is there, but not yet started. */
export interface LoadedBackend {
  /** Adapter or renderer name. */
  readonly detail: string;
  /** A GPU made of software. */
  readonly software: boolean;
  /**
   * Loads its package, which registers it with tfjs; where it is missing, that is done. Half a
   * megabyte each, which a GPU that is passed over should not cost.
   */
  readonly register?: () => Promise<void>;
}

/** Looks for a backend; rejects, with the reason, where it is not to be had. */
export type LoadBackend = () => Promise<LoadedBackend>;

/** The backends a host can bring. */
export type EngineHost = Readonly<Partial<Record<BackendName, LoadBackend>>>;

// Names under which software renderers appear, in WebGL and WebGPU alike.
const softwareNames = /swiftshader|llvmpipe|lavapipe|softpipe|basic render|software/i;

/** Whether an adapter or renderer name belongs to a software GPU. */
export function isSoftwareName(name: string): boolean {
  return softwareNames.test(name);
}
