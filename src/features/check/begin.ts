// How a check page begins: for the first time, loaded again, or come back to.
import type { HandedPhotos } from '../../services';
import type { Draft } from '../../storage/draft';
import type { Start } from './address';
import type { CheckFlow } from './check.svelte';
import type { Entry } from './position';

/** What a person is told besides the step they are at. */
export interface Begun {
  /** A check that was left unfinished and can be taken up again. */
  readonly left: Draft | null;
  /** The system ended the page while the phone's own camera was open. */
  readonly lostToCamera: boolean;
  /** A photo was to come from another app, and did not. */
  readonly handedMissing: boolean;
  /** How many photos came with the one that was opened, and were left out. */
  readonly handedOthers: number;
}

export interface BeginPorts {
  readonly handed: HandedPhotos;
  readDraft(now: number): Promise<Draft | null>;
}

/** A storage that does not answer must not keep the page from opening. */
const DRAFT_WAIT_MS = 1500;
const nothing: Begun = {
  left: null,
  lostToCamera: false,
  handedMissing: false,
  handedOthers: 0,
};

/** @param entry What the browser's history holds of this page; null on a first visit. */
export async function begin(
  flow: CheckFlow,
  start: Start,
  entry: Entry | null,
  { handed, readDraft }: BeginPorts,
): Promise<Begun> {
  if (start.kind === 'demo') return (await flow.demonstrate(start.sample), nothing);
  if (start.kind === 'sample') {
    if (entry?.step === 'answer') await flow.demonstrate(start.sample);
    else flow.openSample(start.sample);
    return nothing;
  }
  const late = new Promise<null>((resolve) => setTimeout(resolve, DRAFT_WAIT_MS, null));
  const draft = await Promise.race([readDraft(Date.now()), late]);
  // A photo was dropped meanwhile.
  if (flow.state.step !== 'choose') return nothing;
  if (draft?.photo && entry && entry.checkId === draft.checkId) {
    await flow.resume(draft, entry.step);
    return nothing;
  }
  if (start.kind === 'handed' && !entry) {
    const photo = await handed.take();
    if (photo.kind !== 'photo') return { ...nothing, handedMissing: true };
    await flow.openFile(photo.photo);
    return { ...nothing, handedOthers: photo.others };
  }
  // Only a page that was there before can have been ended with the camera open.
  if (draft?.stage === 'camera-app') return { ...nothing, lostToCamera: entry !== null };
  return { ...nothing, left: draft };
}
