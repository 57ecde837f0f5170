// What the pages are given by the app: one inference client for all of them. Here and not
// in a feature, since features do not know each other.
import { createContext } from 'svelte';
import type { SharedPhoto } from './platform/shared-photo';
import type { InferenceClient } from './workers/client';

/** The inference client as the pages see it. */
export interface Inference extends Pick<
  InferenceClient,
  'ready' | 'decode' | 'classify' | 'steady'
> {
  /** Calls `listener` whenever a hung or dead worker was replaced; returns how to stop. */
  onReplaced(listener: () => void): () => void;
}

/** A photo that another app handed to this one, whichever way. */
export type HandedPhoto = SharedPhoto;

/** Photos shared to the app, or opened with it; each is handed out once. */
export interface HandedPhotos {
  take(): Promise<HandedPhoto>;
}

export interface Services {
  readonly inference: Inference;
  readonly handed: HandedPhotos;
}

export const [getServices, setServices] = createContext<Services>();
