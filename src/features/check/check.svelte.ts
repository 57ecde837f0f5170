// One check, from choosing a photo to the answer, as one union of states.
import type { DrawnKind } from '../../core/data/synthetic';
import {
  assessQuality,
  isBlocked,
  type QualityProblem,
  type QualityReport,
} from '../../core/image/quality';
import { centreSquare, type RgbImage, type SquareCrop } from '../../core/image/rgb-image';
import { isExcluded, type Answers } from '../../core/questions';
import type { Inference } from '../../services';
import type { Draft } from '../../storage/draft';
import type { ClientReady } from '../../workers/client';
import type { ClassifyResult } from '../../workers/protocol';
import { resized } from './crop/crop-geometry';
import { failureOf, type Failure } from './failure';
import type { Position, RestingStep } from './position';
import { drawSample } from './sample';

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

/** What the model said, and when. */
export interface Judged {
  readonly result: ClassifyResult;
  readonly ready: ClientReady;
  /** Milliseconds since 1970. */
  readonly checkedAt: number;
}

/** The check in hand: what the steps know of it so far. */
interface OpenCheck {
  readonly id: string;
  /** The photo as it came; null for a drawn sample, which can be drawn again. */
  readonly file: Blob | null;
  readonly cropped: CroppedPhoto;
  /** null until the questions were answered or skipped, and for a drawn sample. */
  readonly answers: Answers | null;
  /** Of this square; null until it was judged. */
  readonly judged: Judged | null;
}

/** What to do once more. */
type Work = { readonly kind: 'open'; readonly file: Blob } | { readonly kind: 'judge' };

export type CheckState =
  | { readonly step: 'choose' }
  /** The camera of the page is open. */
  | { readonly step: 'aiming' }
  | { readonly step: 'decoding' }
  | { readonly step: 'cropping'; readonly cropped: CroppedPhoto }
  | { readonly step: 'asking'; readonly answers: Answers | null }
  /** The person named a case the model must not judge. */
  | { readonly step: 'excluded'; readonly answers: Extract<Answers, { kind: 'answered' }> }
  | { readonly step: 'judging'; readonly cropped: CroppedPhoto }
  | {
      readonly step: 'answer';
      readonly id: string;
      readonly cropped: CroppedPhoto;
      /** null for a drawn sample: nobody has it on the skin. */
      readonly answers: Answers | null;
      readonly judged: Judged;
    }
  | {
      readonly step: 'failed';
      readonly failure: Failure;
      /** null where a second try would end the same. */
      readonly again: Work | null;
    };

/** How far the model is; it loads while the person chooses a photo. */
export type ModelState = 'loading' | 'ready' | 'failed';

/** Keeps an unfinished check over a reload; see storage/draft.ts. */
export interface DraftKeeper {
  save(draft: Draft): Promise<unknown>;
  clear(): Promise<unknown>;
}

/** Dragging calls for a new report many times a second; it is made when the hand rests. */
const QUALITY_DELAY_MS = 150;

export class CheckFlow {
  state = $state.raw<CheckState>({ step: 'choose' });
  model = $state.raw<ModelState>('loading');
  /** A worker was replaced while nobody waited for it. */
  wasReplaced = $state.raw(false);
  /** The spot this check is of, where it was photographed before. */
  readonly spotId: string | null;
  readonly #inference: Inference;
  readonly #drafts: DraftKeeper;
  #open: OpenCheck | null = null;
  /** Where a cancelled or failed step leads back to. */
  #before: RestingStep = 'choose';
  #attempts = 0;
  #running: AbortController | null = null;
  #qualityTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(inference: Inference, drafts: DraftKeeper, spotId: string | null = null) {
    this.#inference = inference;
    this.#drafts = drafts;
    this.spotId = spotId;
  }

  /** Where the person is; null while something passes. */
  get position(): Position | null {
    const { step } = this.state;
    if (step === 'decoding' || step === 'judging' || step === 'failed') return null;
    const isBefore = step === 'choose' || step === 'aiming';
    return { checkId: isBefore ? null : (this.#open?.id ?? null), step };
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

  aim(): void {
    this.#stop();
    this.state = { step: 'aiming' };
  }

  /** @param share how much of the shorter side the first square takes, 0 … 1. */
  async openFile(file: Blob, share = 1): Promise<void> {
    const image = await this.#decode(file);
    if (!image) return;
    this.#crop({ id: crypto.randomUUID(), file, photo: { image, isDrawn: false } }, share);
    this.#keep('cropping');
  }

  openSample(kind: DrawnKind): void {
    this.#stop();
    const photo = { image: drawSample(kind), isDrawn: true };
    this.#crop({ id: crypto.randomUUID(), file: null, photo });
  }

  /** From a drawn sample straight to its answer. */
  async demonstrate(kind: DrawnKind): Promise<void> {
    this.openSample(kind);
    await this.judge();
  }

  /** Takes up a check that was left, at `step` or as near to it as what is known allows. */
  async resume(draft: Draft, step: RestingStep): Promise<void> {
    const { checkId: id, photo: file, answers } = draft;
    const image = file && (await this.#decode(file));
    if (!image) return;
    const crop = draft.crop ?? centreSquare(image);
    const cropped = { photo: { image, isDrawn: false }, crop, quality: assessQuality(image, crop) };
    this.#open = { id, file, cropped, answers, judged: null };
    this.#before = 'cropping';
    if (step === 'answer' && answers && !isExcluded(answers)) await this.#judge();
    else this.show({ checkId: id, step });
  }

  setCrop(crop: SquareCrop): void {
    if (this.state.step !== 'cropping' || !this.#open) return;
    // The answer was of another square.
    this.#open = { ...this.#open, cropped: { ...this.#open.cropped, crop }, judged: null };
    this.state = { step: 'cropping', cropped: this.#open.cropped };
    clearTimeout(this.#qualityTimer);
    this.#qualityTimer = setTimeout(() => {
      this.#assess();
      this.#keep('cropping');
    }, QUALITY_DELAY_MS);
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
    const { photo } = this.state.cropped;
    const answers = this.#open?.answers ?? null;
    if (photo.isDrawn || (answers && !isExcluded(answers))) await this.#judge();
    else {
      this.state = { step: 'asking', answers };
      this.#keep('asking');
    }
  }

  /** Takes what the person said, and judges the photo where that is not against it. */
  async answer(answers: Answers): Promise<void> {
    if (this.state.step !== 'asking' || !this.#open) return;
    this.#open = { ...this.#open, answers };
    this.#keep('asking');
    if (answers.kind === 'answered' && isExcluded(answers)) {
      this.state = { step: 'excluded', answers };
    } else await this.#judge();
  }

  /**
   * Shows a step of this check again, as Back and Forward ask for; without what it needs
   * (another check's, or a square that moved since), the nearest step before it.
   */
  show({ checkId, step }: Position): void {
    this.#stop();
    const open = this.#open?.id === checkId ? this.#open : null;
    if (step === 'choose' || step === 'aiming') this.state = { step };
    else if (!open) this.state = { step: 'choose' };
    else if (step === 'answer' && open.judged) this.#showAnswer(open, open.judged);
    else if (step === 'excluded' && open.answers?.kind === 'answered') {
      this.state = { step, answers: open.answers };
    } else if (step === 'cropping' || open.cropped.photo.isDrawn) {
      this.state = { step: 'cropping', cropped: open.cropped };
    } else this.state = { step: 'asking', answers: open.answers };
  }

  /** Stops what is running and goes back to where it was started. */
  cancel(): void {
    this.show({ checkId: this.#open?.id ?? null, step: this.#before });
  }

  async tryAgain(): Promise<void> {
    const work = this.state.step === 'failed' ? this.state.again : null;
    if (work?.kind === 'open') await this.openFile(work.file);
    if (work?.kind === 'judge') await this.#judge();
  }

  /** Stops, and removes what would have survived a reload. */
  forget(): void {
    this.#stop();
    void this.#drafts.clear();
  }

  /**
   * The phone's own camera is about to open, and the system may end this page meanwhile.
   * What is kept lets the page say so when it comes back.
   */
  leaveForCamera(): void {
    const { spotId } = this;
    const blank = { photo: null, crop: null, answers: null, spotId };
    void this.#drafts.save({ ...blank, checkId: '', savedAt: Date.now(), stage: 'camera-app' });
  }

  // null where it was cancelled or failed.
  async #decode(file: Blob): Promise<RgbImage | null> {
    const { signal } = this.#begin({ step: 'decoding' });
    try {
      const image = await this.#inference.decode(file, signal);
      return signal.aborted ? null : image;
    } catch (error) {
      if (!signal.aborted) this.#fail(error, { kind: 'open', file });
      return null;
    }
  }

  async #judge(): Promise<void> {
    const open = this.#open;
    if (!open) return;
    const { signal } = this.#begin({ step: 'judging', cropped: open.cropped });
    try {
      const { photo, crop } = open.cropped;
      const result = await this.#inference.classify(photo.image, crop, signal);
      const ready = await this.#inference.ready();
      if (signal.aborted) return;
      this.#running = null;
      const judged = { result, ready, checkedAt: Date.now() };
      this.#open = { ...open, judged };
      this.#keep('answer');
      this.#showAnswer(this.#open, judged);
    } catch (error) {
      if (!signal.aborted) this.#fail(error, { kind: 'judge' });
    }
  }

  #showAnswer({ id, cropped, answers }: OpenCheck, judged: Judged): void {
    this.state = { step: 'answer', id, cropped, answers, judged };
  }

  #crop({ id, file, photo }: Pick<OpenCheck, 'id' | 'file'> & { photo: Photo }, share = 1): void {
    this.#running = null;
    const whole = centreSquare(photo.image);
    const crop = resized(whole, Math.round(whole.side * (share - 1)), photo.image);
    const cropped = { photo, crop, quality: assessQuality(photo.image, crop) };
    // Another photo may show another spot: its questions are asked anew.
    this.#open = { id, file, cropped, answers: null, judged: null };
    this.state = { step: 'cropping', cropped };
  }

  #assess(): void {
    clearTimeout(this.#qualityTimer);
    if (this.state.step !== 'cropping' || !this.#open) return;
    const { photo, crop } = this.#open.cropped;
    const cropped = { photo, crop, quality: assessQuality(photo.image, crop) };
    this.#open = { ...this.#open, cropped };
    this.state = { step: 'cropping', cropped };
  }

  #problems(): QualityProblem[] {
    if (this.state.step !== 'cropping') return [];
    return this.state.cropped.quality.findings.map(({ problem }) => problem);
  }

  // Without room for it a reload loses the photo, as in any other page; nothing else does.
  #keep(stage: Draft['stage']): void {
    if (!this.#open?.file) return;
    const { id, file, cropped, answers } = this.#open;
    void this.#drafts.save({
      checkId: id,
      savedAt: Date.now(),
      stage,
      photo: file,
      crop: cropped.crop,
      answers,
      spotId: this.spotId,
    });
  }

  #begin(state: CheckState): AbortController {
    const { position } = this;
    this.#stop();
    if (position) this.#before = position.step;
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
    const failure = failureOf(error);
    const isFinal = failure.reason === 'unreadable';
    this.state = { step: 'failed', failure, again: isFinal ? null : again };
  }
}
