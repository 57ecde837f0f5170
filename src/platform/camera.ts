// The camera of the device: opened, its lenses and lamp, and a photo taken with it.
// Every track is stopped by whoever opened it; a stream that comes too late is stopped here.

/** Why there is no picture. */
export type CameraRefusal =
  /** The person, the page's policy or the system said no. */
  | { readonly kind: 'denied' }
  /** The device has no camera. */
  | { readonly kind: 'missing' }
  /** Another app or tab has it. */
  | { readonly kind: 'busy' }
  /** The page did not come over https, and browsers give no camera to such pages. */
  | { readonly kind: 'insecure' }
  | { readonly kind: 'unsupported' }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'failed'; readonly reason: string };

export type OpenedCamera = { readonly kind: 'open'; readonly camera: Camera } | CameraRefusal;

/** A camera that can be chosen. */
export interface Lens {
  readonly deviceId: string;
  /** As the system names it; in its language, and sometimes empty. */
  readonly label: string;
}

/** How far the picture can be enlarged; in the camera's own unit. */
export interface ZoomRange {
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly value: number;
}

// Newer than TypeScript's own list.
interface Capabilities extends MediaTrackCapabilities {
  readonly torch?: boolean;
  readonly zoom?: { readonly min: number; readonly max: number; readonly step?: number };
  readonly focusMode?: readonly string[];
}
interface ImageCapturer {
  takePhoto(): Promise<Blob>;
}
type ImageCaptureClass = new (track: MediaStreamTrack) => ImageCapturer;

/** A person may think about the question for a while; a driver that hangs, hangs longer. */
const OPEN_TIMEOUT_MS = 60_000;
/** Android phones take up to two seconds for a full picture. */
const PHOTO_TIMEOUT_MS = 4_000;

/** An open camera. Call `stop` when done. */
export class Camera {
  readonly stream: MediaStream;
  readonly #track: MediaStreamTrack;

  constructor(stream: MediaStream) {
    this.stream = stream;
    [this.#track] = stream.getVideoTracks();
  }

  /** Its id among `lenses`; empty where the browser does not tell. */
  get deviceId(): string {
    return this.#track.getSettings().deviceId ?? '';
  }

  /** Whether there is a lamp that can be switched. */
  get hasTorch(): boolean {
    return this.#capabilities().torch === true;
  }

  /** null where the picture cannot be enlarged. */
  get zoom(): ZoomRange | null {
    const range = this.#capabilities().zoom;
    if (!range || !(range.max > range.min)) return null;
    const { zoom } = this.#track.getSettings() as { zoom?: number };
    return {
      min: range.min,
      max: range.max,
      step: range.step || (range.max - range.min) / 20,
      value: zoom ?? range.min,
    };
  }

  /** Whether the lamp did as asked. */
  setTorch(isOn: boolean): Promise<boolean> {
    return this.#apply({ torch: isOn });
  }

  /** Whether the picture was enlarged as asked. */
  setZoom(value: number): Promise<boolean> {
    return this.#apply({ zoom: value });
  }

  /** Calls `listener` when the camera stops by itself: unplugged, or taken by the system. */
  onEnded(listener: () => void): () => void {
    this.#track.addEventListener('ended', listener);
    return () => this.#track.removeEventListener('ended', listener);
  }

  /**
   * A photo: a full one where the camera takes such, else the frame that `video` shows.
   * @throws where neither can be had.
   */
  async takePhoto(video: HTMLVideoElement): Promise<Blob> {
    const full = await this.#takeFullPhoto();
    return full ?? frameOf(video);
  }

  stop(): void {
    for (const track of this.stream.getTracks()) track.stop();
  }

  // null where the browser cannot (Safari, Firefox), or the camera does not in time.
  async #takeFullPhoto(): Promise<Blob | null> {
    const { ImageCapture } = globalThis as { ImageCapture?: ImageCaptureClass };
    if (!ImageCapture) return null;
    const late = new Promise<null>((resolve) => setTimeout(resolve, PHOTO_TIMEOUT_MS, null));
    try {
      return await Promise.race([new ImageCapture(this.#track).takePhoto(), late]);
    } catch {
      return null;
    }
  }

  #capabilities(): Capabilities {
    // Absent in Firefox.
    return this.#track.getCapabilities?.() ?? {};
  }

  async #apply(setting: { torch: boolean } | { zoom: number }): Promise<boolean> {
    try {
      await this.#track.applyConstraints({ advanced: [setting as MediaTrackConstraintSet] });
      return true;
    } catch {
      return false;
    }
  }
}

/**
 * Opens the camera at the back, or the one asked for.
 * @param signal ends the wait; a camera that opens afterwards is stopped.
 */
export async function openCamera({
  deviceId,
  signal,
}: { deviceId?: string; signal?: AbortSignal } = {}): Promise<OpenedCamera> {
  if (!isSecureContext) return { kind: 'insecure' };
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices?.getUserMedia) return { kind: 'unsupported' };
  const which = deviceId
    ? { deviceId: { exact: deviceId } }
    : { facingMode: { ideal: 'environment' } };
  // More than the screen shows: what is cropped out of it goes to the model.
  const video = { ...which, width: { ideal: 1920 }, height: { ideal: 1440 } };
  const opening = devices.getUserMedia({ video, audio: false });
  const ended = endOf(signal);
  try {
    const first = await Promise.race([opening, ended.promise]);
    if (!first) {
      opening.then(stopStream, () => undefined);
      return { kind: 'timeout' };
    }
    const camera = new Camera(first);
    await focusByItself(first);
    return { kind: 'open', camera };
  } catch (error) {
    return refusalOf(error as DOMException);
  } finally {
    ended.clear();
  }
}

/**
 * The cameras to choose from, those at the front left out where the others are known to be
 * at the back. Named only once a camera was allowed.
 */
export async function listLenses(): Promise<readonly Lens[]> {
  try {
    const devices = await navigator.mediaDevices.enumerateDevices();
    const cameras = devices.filter(({ kind, deviceId }) => kind === 'videoinput' && deviceId);
    const isBack = ({ label }: Lens) => /\b(back|rear|environment)\b/i.test(label);
    const back = cameras.filter(isBack);
    return (back.length > 0 ? back : cameras).map(({ deviceId, label }) => ({ deviceId, label }));
  } catch {
    return [];
  }
}

function endOf(signal?: AbortSignal): { promise: Promise<null>; clear: () => void } {
  let clear = () => {};
  const promise = new Promise<null>((resolve) => {
    const end = () => resolve(null);
    const timer = setTimeout(end, OPEN_TIMEOUT_MS);
    signal?.addEventListener('abort', end);
    if (signal?.aborted) end();
    clear = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
    };
  });
  return { promise, clear };
}

function stopStream(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

// A camera that cannot is as sharp as it is.
async function focusByItself(stream: MediaStream): Promise<void> {
  const [track] = stream.getVideoTracks();
  const { focusMode } = (track.getCapabilities?.() ?? {}) as Capabilities;
  if (!focusMode?.includes('continuous')) return;
  const focus = { focusMode: 'continuous' } as MediaTrackConstraintSet;
  await track.applyConstraints({ advanced: [focus] }).catch(() => undefined);
}

// The names of https://www.w3.org/TR/mediacapture-streams/#dom-mediadevices-getusermedia.
function refusalOf({ name, message }: DOMException): CameraRefusal {
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return { kind: 'denied' };
    case 'NotFoundError':
    case 'OverconstrainedError':
      return { kind: 'missing' };
    case 'NotReadableError':
    case 'AbortError':
      return { kind: 'busy' };
    default:
      return { kind: 'failed', reason: message };
  }
}

async function frameOf(video: HTMLVideoElement): Promise<Blob> {
  const { videoWidth, videoHeight } = video;
  if (videoWidth === 0) throw new Error('the camera shows no picture yet');
  const canvas = new OffscreenCanvas(videoWidth, videoHeight);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('the browser has no memory left for this picture');
  context.drawImage(video, 0, 0);
  return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.95 });
}
