// One check, from choosing a photo to the answer, as one union of states.
import { drawLesion, type DrawnKind } from '../../core/data/synthetic';
import { CoreError, type UndecodableReason } from '../../core/errors';
import {
  assessQuality,
  isBlocked,
  type QualityProblem,
  type QualityReport,
} from '../../core/image/quality';
import { isExcluded, type Answers } from '../../core/questions';
import { centreSquare, type RgbImage, type SquareCrop } from '../../core/image/rgb-image';
import type { Inference } from '../../services';
import type { ClassifyResult, WorkerReady } from '../../workers/protocol';

/** A decoded picture and where it is from. */
export interface Photo {
  readonly image: RgbImage;
  readonly isDrawn: boolean;
}

/** A photo with the square chosen on it and what is wrong with that square. */
export interface CroppedPhoto {
  readonly photo: Photo;
  readonly crop: SquareCrop;
  readonly quality: QualityReport;
}

export type FailureReason = 'unreadable' | 'replaced' | 'model' | 'backend' | 'unknown';

/** What to do once more. */
type Work =
  | { readonly kind: 'open'; readonly file: Blob }
  | { readonly kind: 'judge'; readonly cropped: CroppedPhoto };

export type CheckState =
  | { readonly step: 'choose' }
  | { readonly step: 'decoding' }
  | { readonly step: 'cropping'; readonly cropped: CroppedPhoto }
  | { readonly step: 'asking'; readonly cropped: CroppedPhoto }
  /** The person named a case the model must not judge. */
  | {
      readonly step: 'excluded';
      readonly cropped: CroppedPhoto;
      readonly answers: Extract<Answers, { kind: 'answered' }>;
    }
  | { readonly step: 'judging'; readonly cropped: CroppedPhoto }
  | {
      readonly step: 'answer';
      readonly cropped: CroppedPhoto;
      /** null for a drawn sample: nobody has it on the skin. */
      readonly answers: Answers | null;
      readonly result: ClassifyResult;
      readonly ready: WorkerReady;
    }
  | {
      readonly step: 'failed';
      readonly reason: FailureReason;
      /** Why a file could not be opened, where that is known. */
      readonly unreadable: UndecodableReason | null;
      readonly detail: string;
      /** null where a second try would end the same. */
      readonly again: Work | null;
    };

/** How far the model is; it loads while the person chooses a photo. */
export type ModelState = 'loading' | 'ready' | 'failed';

/** Dragging calls for a new report many times a second; it is made when the hand rests. */
const QUALITY_DELAY_MS = 150;

/**
 * Always the same drawings, so that a sample always gets the same answer. Picked so that
 * the shipped model gives each of its three answers once.
 */
const sampleSeeds: Record<DrawnKind, number> = { even: 1, irregular: 3, faint: 17 };

export function drawSample(kind: DrawnKind, sidePx?: number): RgbImage {
  return drawLesion(kind, sampleSeeds[kind], sidePx);
}

export class CheckFlow {
  state = $state.raw<CheckState>({ step: 'choose' });
  model = $state.raw<ModelState>('loading');
  /** A worker was replaced while nobody waited for it. */
  wasReplaced = $state.raw(false);
  readonly #inference: Inference;
  /** What was said of the open photo; null until the questions were answered or skipped. */
  #answers: Answers | null = null;
  #attempts = 0;
  #running: AbortController | null = null;
  #qualityTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(inference: Inference) {
    this.#inference = inference;
  }

  /** Warms the model and listens for replaced workers; returns how to stop. */
  open(): () => void {
    this.warm();
    const stopListening = this.#inference.onReplaced(() => {
      // A worker that never got ready is not started again by itself: what kept it from
      // starting would do so for ever. Its failure is shown, and the person decides.
      if (this.model !== 'ready') return;
      // Whoever waits for an answer gets the rejection of that request instead.
      if (!this.#running) this.wasReplaced = true;
      this.warm();
    });
    return () => {
      stopListening();
      this.#stop();
    };
  }

  warm(): void {
    const attempt = ++this.#attempts;
    const settle = (outcome: ModelState) => {
      // An attempt that was overtaken by another says nothing any more.
      if (attempt === this.#attempts) this.model = outcome;
    };
    this.model = 'loading';
    this.#inference.ready().then(
      () => settle('ready'),
      () => settle('failed'),
    );
  }

  async openFile(file: Blob): Promise<void> {
    const { signal } = this.#begin({ step: 'decoding' });
    try {
      const image = await this.#inference.decode(file, signal);
      if (!signal.aborted) this.#crop({ image, isDrawn: false });
    } catch (error) {
      if (!signal.aborted) this.#fail(error, { kind: 'open', file });
    }
  }

  openSample(kind: DrawnKind): void {
    this.#stop();
    this.#crop({ image: drawSample(kind), isDrawn: true });
  }

  /** From a drawn sample straight to its answer. */
  async demonstrate(kind: DrawnKind): Promise<void> {
    this.openSample(kind);
    await this.judge();
  }

  setCrop(crop: SquareCrop): void {
    if (this.state.step !== 'cropping') return;
    this.state = { step: 'cropping', cropped: { ...this.state.cropped, crop } };
    clearTimeout(this.#qualityTimer);
    this.#qualityTimer = setTimeout(() => this.#assess(), QUALITY_DELAY_MS);
  }

  /**
   * Goes on from the chosen square, unless the picture forbids it: to the questions, or to
   * the answer where they were answered. A problem that only shows now is shown first:
   * nobody goes on against a warning they have not seen.
   */
  async judge(): Promise<void> {
    const shown = this.#problems();
    this.#assess();
    if (this.state.step !== 'cropping' || isBlocked(this.state.cropped.quality)) return;
    if (!this.#problems().every((problem) => shown.includes(problem))) return;
    const { cropped } = this.state;
    if (cropped.photo.isDrawn || this.#answers) await this.#judge(cropped);
    else this.state = { step: 'asking', cropped };
  }

  /** Takes what the person said, and judges the photo where that is not against it. */
  async answer(answers: Answers): Promise<void> {
    if (this.state.step !== 'asking') return;
    const { cropped } = this.state;
    if (answers.kind === 'answered' && isExcluded(answers)) {
      this.state = { step: 'excluded', cropped, answers };
      return;
    }
    this.#answers = answers;
    await this.#judge(cropped);
  }

  /** One step back: from the questions to the square, from an exclusion to the questions. */
  back(): void {
    const { state } = this;
    if (state.step === 'asking') this.state = { step: 'cropping', cropped: state.cropped };
    if (state.step === 'excluded') this.state = { step: 'asking', cropped: state.cropped };
  }

  cancel(): void {
    const { state } = this;
    this.#stop();
    this.state =
      state.step === 'judging' ? { step: 'cropping', cropped: state.cropped } : { step: 'choose' };
  }

  async tryAgain(): Promise<void> {
    const work = this.state.step === 'failed' ? this.state.again : null;
    if (work?.kind === 'open') await this.openFile(work.file);
    if (work?.kind === 'judge') await this.#judge(work.cropped);
  }

  restart(): void {
    this.#stop();
    this.state = { step: 'choose' };
  }

  async #judge(cropped: CroppedPhoto): Promise<void> {
    const { signal } = this.#begin({ step: 'judging', cropped });
    try {
      const { image } = cropped.photo;
      const result = await this.#inference.classify(image, cropped.crop, signal);
      const ready = await this.#inference.ready();
      if (signal.aborted) return;
      this.#running = null;
      this.state = { step: 'answer', cropped, answers: this.#answers, result, ready };
    } catch (error) {
      if (!signal.aborted) this.#fail(error, { kind: 'judge', cropped });
    }
  }

  #crop(photo: Photo): void {
    this.#running = null;
    // Another photo may show another spot.
    this.#answers = null;
    const crop = centreSquare(photo.image);
    const quality = assessQuality(photo.image, crop);
    this.state = { step: 'cropping', cropped: { photo, crop, quality } };
  }

  #assess(): void {
    clearTimeout(this.#qualityTimer);
    if (this.state.step !== 'cropping') return;
    const { photo, crop } = this.state.cropped;
    const quality = assessQuality(photo.image, crop);
    this.state = { step: 'cropping', cropped: { photo, crop, quality } };
  }

  #problems(): QualityProblem[] {
    if (this.state.step !== 'cropping') return [];
    return this.state.cropped.quality.findings.map(({ problem }) => problem);
  }

  #begin(state: CheckState): AbortController {
    this.#stop();
    this.wasReplaced = false;
    this.state = state;
    return (this.#running = new AbortController());
  }

  #stop(): void {
    clearTimeout(this.#qualityTimer);
    this.#running?.abort();
    this.#running = null;
  }

  #fail(error: unknown, again: Work): void {
    this.#running = null;
    const reason = reasonOf(error);
    const detail = error instanceof Error ? error.message : String(error);
    const unreadable = (error instanceof CoreError && error.reason) || null;
    this.state = {
      step: 'failed',
      reason,
      unreadable,
      detail,
      again: reason === 'unreadable' ? null : again,
    };
  }
}

function reasonOf(error: unknown): FailureReason {
  if (!(error instanceof CoreError)) return 'unknown';
  switch (error.code) {
    case 'image-undecodable':
    case 'image-invalid':
      return 'unreadable';
    case 'timeout':
    case 'worker-died':
      return 'replaced';
    case 'backend-unavailable':
      return 'backend';
    default:
      return error.code.startsWith('bundle-') ? 'model' : 'unknown';
  }
}
