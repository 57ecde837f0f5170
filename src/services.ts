// What the pages are given by the app: one inference client for all of them. Here and not
// in a feature, since features do not know each other.
import { createContext } from 'svelte';
import type { InferenceClient } from './workers/client';

/** The inference client as the pages see it. */
export interface Inference extends Pick<InferenceClient, 'ready' | 'decode' | 'classify'> {
  /** Calls `listener` whenever a hung or dead worker was replaced; returns how to stop. */
  onReplaced(listener: () => void): () => void;
}

export interface Services {
  readonly inference: Inference;
}

export const [getServices, setServices] = createContext<Services>();
