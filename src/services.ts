// What the pages are given by the app: one inference client for all of them. Here and not
// in a feature, since features do not know each other.
import { createContext } from 'svelte';
import type { SharedPhoto } from './platform/shared-photo';
import type { BackendChoice } from './engine/backend';
import type { InferenceClient } from './workers/client';

/** The inference client as the pages see it. */
export interface Inference extends Pick<
  InferenceClient,
  'ready' | 'decode' | 'classify' | 'steady'
> {
  /** Calls `listener` whenever a hung or dead worker was replaced; returns how to stop. */
  onReplaced(listener: () => void): () => void;
  /** Ends the worker; the next request starts one with the model that is then in use. */
  reload(): void;
}

/** Which model answers in Check. */
export interface OwnModelChoice {
  /** Of the person's own model; null while it is the shipped one. */
  readonly name: string | null;
  /** The run that made it. */
  readonly runId: string | null;
  /** Uses the model of a run of the Lab, null the shipped one. False where it cannot be kept. */
  use(runId: string | null): Promise<boolean>;
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
  readonly ownModel: OwnModelChoice;
  /** What the address asks for; `auto` where it says nothing. */
  readonly backend: BackendChoice;
}

export const [getServices, setServices] = createContext<Services>();
