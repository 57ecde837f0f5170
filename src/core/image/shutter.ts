// The automatic shutter, and which hint stands on the screen: frames come many times a
// second, people read one sentence at a time.
import type { AimHint } from './aim';

/** A hint stays this long, or nobody can read it. */
const SHOWN_MS = 700;
/** So long must every frame be good before the shutter goes off by itself. */
const STEADY_MS = 800;
/** And so many of them, on a slow phone too. */
const STEADY_FRAMES = 4;

export interface Shutter {
  /** What to show; null before the first frame. */
  readonly shown: AimHint | null;
  readonly shownSinceMs: number;
  readonly readySinceMs: number | null;
  readonly readyFrames: number;
  /** True in the one step in which the photo is to be taken; never again after it. */
  readonly fires: boolean;
  readonly hasFired: boolean;
}

export const restingShutter: Shutter = {
  shown: null,
  shownSinceMs: -Infinity,
  readySinceMs: null,
  readyFrames: 0,
  fires: false,
  hasFired: false,
};

/** The shutter after a frame with this hint at `nowMs`, a clock that only goes forward. */
export function afterFrame(shutter: Shutter, hint: AimHint, nowMs: number): Shutter {
  const isReady = hint === 'ready';
  const readySinceMs = isReady ? (shutter.readySinceMs ?? nowMs) : null;
  const readyFrames = isReady ? shutter.readyFrames + 1 : 0;
  const isSteady =
    readySinceMs !== null && nowMs - readySinceMs >= STEADY_MS && readyFrames >= STEADY_FRAMES;
  const changes = hint !== shutter.shown && nowMs - shutter.shownSinceMs >= SHOWN_MS;
  return {
    shown: changes ? hint : shutter.shown,
    shownSinceMs: changes ? nowMs : shutter.shownSinceMs,
    readySinceMs,
    readyFrames,
    fires: isSteady && !shutter.hasFired,
    hasFired: shutter.hasFired || isSteady,
  };
}
