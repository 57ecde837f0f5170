// The camera of the page while it is open: its picture, what to do next, and the photo.
// Used by Check and by the Lab, which have their own looks for it.
import { hintFor, measureFrame, type AimHint } from '../core/image/aim';
import { afterFrame, restingShutter, type Shutter } from '../core/image/shutter';
import {
  listLenses,
  openCamera,
  type Camera,
  type CameraRefusal,
  type Lens,
  type ZoomRange,
} from './camera';
import { FrameReader } from './video-frame';

export type CameraState =
  | { readonly kind: 'opening' }
  | { readonly kind: 'live'; readonly camera: Camera }
  /** It was taken away while it was open. */
  | { readonly kind: 'ended' }
  | CameraRefusal;

/** How a photo is taken of an open camera that `video` shows. @throws where none can be had. */
export type TakePhoto = (camera: Camera, video: HTMLVideoElement) => Promise<Blob>;

/** As large as the quality check looks at pictures. */
const FRAME_PX = 256;

export class CameraSession {
  state = $state.raw<CameraState>({ kind: 'opening' });
  lenses = $state.raw<readonly Lens[]>([]);
  zoom = $state.raw<ZoomRange | null>(null);
  isTorchOn = $state(false);
  /** What to show; null before the first frame. */
  hint = $state.raw<AimHint | null>(null);
  isAutomatic = $state(true);
  isTaking = $state(false);
  /** The camera gave no picture when it was asked for one. */
  hasFailed = $state(false);
  readonly #onphoto: (photo: Blob) => void;
  readonly #takePhoto: TakePhoto;
  #opening: AbortController | null = null;
  #stopListening = () => {};
  #frames: FrameReader | null = null;
  #trace: Float32Array | null = null;
  #shutter: Shutter = restingShutter;

  constructor(
    onphoto: (photo: Blob) => void,
    takePhoto: TakePhoto = (camera, video) => camera.takePhoto(video),
  ) {
    this.#onphoto = onphoto;
    this.#takePhoto = takePhoto;
  }

  /** Opens the camera, or another lens of it. What is open is stopped first. */
  async open(deviceId?: string): Promise<void> {
    this.close();
    const opening = (this.#opening = new AbortController());
    this.state = { kind: 'opening' };
    const opened = await openCamera({ deviceId, signal: opening.signal });
    if (opening.signal.aborted) {
      if (opened.kind === 'open') opened.camera.stop();
      return;
    }
    if (opened.kind !== 'open') {
      this.state = opened;
      return;
    }
    const { camera } = opened;
    this.#stopListening = camera.onEnded(() => {
      this.close();
      this.state = { kind: 'ended' };
    });
    this.zoom = camera.zoom;
    this.isTorchOn = false;
    this.state = { kind: 'live', camera };
    // Cameras have names only now that one was allowed.
    const lenses = await listLenses();
    if (!opening.signal.aborted) this.lenses = lenses;
  }

  /** Stops the camera and whatever waits for it. */
  close(): void {
    this.#opening?.abort();
    this.#stopListening();
    if (this.state.kind === 'live') this.state.camera.stop();
    this.#trace = null;
    this.#shutter = restingShutter;
    this.hint = null;
  }

  /**
   * Looks at one frame: `share` of the shorter side of the video, the ring's square. Takes
   * the photo by itself when it has been good for long enough.
   */
  look(video: HTMLVideoElement, share: number, nowMs: number): void {
    if (this.state.kind !== 'live' || this.isTaking) return;
    this.#frames ??= new FrameReader(FRAME_PX);
    const frame = this.#frames.read(video, share);
    if (!frame) return;
    const measures = measureFrame(frame, this.#trace);
    this.#trace = measures.trace;
    this.#shutter = afterFrame(this.#shutter, hintFor(measures), nowMs);
    this.hint = this.#shutter.shown;
    if (this.#shutter.fires && this.isAutomatic) void this.take(video);
  }

  /** Takes the photo and hands it over; the camera stays open until it is closed. */
  async take(video: HTMLVideoElement): Promise<void> {
    const { state } = this;
    if (state.kind !== 'live' || this.isTaking) return;
    this.isTaking = true;
    this.hasFailed = false;
    try {
      const photo = await this.#takePhoto(state.camera, video);
      if (this.state === state) this.#onphoto(photo);
    } catch {
      this.hasFailed = true;
      // Or it would never go off by itself again.
      this.#shutter = restingShutter;
    } finally {
      this.isTaking = false;
    }
  }

  async setTorch(isOn: boolean): Promise<void> {
    if (this.state.kind === 'live' && (await this.state.camera.setTorch(isOn))) {
      this.isTorchOn = isOn;
    }
  }

  async setZoom(value: number): Promise<void> {
    if (this.state.kind !== 'live') return;
    await this.state.camera.setZoom(value);
    this.zoom = this.state.camera.zoom;
  }
}
