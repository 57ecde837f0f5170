import { afterEach, describe, expect, it, vi } from 'vitest';
import { Camera, listLenses, openCamera } from './camera';

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function drawnStream(): MediaStream {
  const canvas = document.createElement('canvas');
  canvas.width = 64;
  canvas.height = 48;
  canvas.getContext('2d')!.fillRect(0, 0, 64, 48);
  return canvas.captureStream();
}
const answerWith = (answer: () => Promise<MediaStream>) =>
  vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockImplementation(answer);
const isLive = (stream: MediaStream) =>
  stream.getTracks().every(({ readyState }) => readyState === 'live');

describe('opening', () => {
  it('asks for the camera at the back, and stops what it opened', async () => {
    const stream = drawnStream();
    const asked = answerWith(async () => stream);
    const opened = await openCamera();
    if (opened.kind !== 'open') throw new Error(opened.kind);
    expect(asked.mock.calls[0][0]).toMatchObject({
      audio: false,
      video: { facingMode: { ideal: 'environment' } },
    });
    expect(isLive(stream)).toBe(true);
    opened.camera.stop();
    expect(isLive(stream)).toBe(false);
  });

  it('asks for a lens by its id', async () => {
    const asked = answerWith(async () => drawnStream());
    await openCamera({ deviceId: 'wide' });
    expect(asked.mock.calls[0][0]).toMatchObject({ video: { deviceId: { exact: 'wide' } } });
  });

  it.each([
    ['NotAllowedError', 'denied'],
    ['SecurityError', 'denied'],
    ['NotFoundError', 'missing'],
    ['OverconstrainedError', 'missing'],
    ['NotReadableError', 'busy'],
    ['AbortError', 'busy'],
    ['TypeError', 'failed'],
  ])('says %s as %s', async (name, kind) => {
    answerWith(() => Promise.reject(new DOMException('why', name)));
    await expect(openCamera()).resolves.toMatchObject({ kind });
  });

  it('says that a page without https gets none', async () => {
    vi.stubGlobal('isSecureContext', false);
    await expect(openCamera()).resolves.toEqual({ kind: 'insecure' });
  });

  it('says that the browser has none to give', async () => {
    vi.spyOn(navigator, 'mediaDevices', 'get').mockReturnValue(undefined as never);
    await expect(openCamera()).resolves.toEqual({ kind: 'unsupported' });
  });

  it('stops a camera that opens after it was left', async () => {
    const stream = drawnStream();
    let open = (_stream: MediaStream) => {};
    answerWith(() => new Promise((resolve) => (open = resolve)));
    const leaving = new AbortController();
    const opening = openCamera({ signal: leaving.signal });
    leaving.abort();
    await expect(opening).resolves.toEqual({ kind: 'timeout' });
    open(stream);
    await expect.poll(() => isLive(stream)).toBe(false);
  });

  it('does not wait for ever', async () => {
    vi.useFakeTimers();
    answerWith(() => new Promise(() => undefined));
    const opening = openCamera();
    await vi.advanceTimersByTimeAsync(60_000);
    await expect(opening).resolves.toEqual({ kind: 'timeout' });
  });
});

describe('an open camera', () => {
  function cameraWith(capabilities: object, settings: object = {}) {
    const stream = drawnStream();
    const [track] = stream.getVideoTracks();
    vi.spyOn(track, 'getCapabilities').mockReturnValue(capabilities);
    vi.spyOn(track, 'getSettings').mockReturnValue(settings);
    const apply = vi.spyOn(track, 'applyConstraints').mockResolvedValue();
    return { camera: new Camera(stream), stream, apply };
  }

  it('has lamp and zoom only where the track has them', async () => {
    const plain = cameraWith({}).camera;
    expect([plain.hasTorch, plain.zoom]).toEqual([false, null]);
    const rich = cameraWith({ torch: true, zoom: { min: 1, max: 5, step: 0.1 } }, { zoom: 2 });
    expect(rich.camera.hasTorch).toBe(true);
    expect(rich.camera.zoom).toEqual({ min: 1, max: 5, step: 0.1, value: 2 });
    await expect(rich.camera.setTorch(true)).resolves.toBe(true);
    expect(rich.apply).toHaveBeenLastCalledWith({ advanced: [{ torch: true }] });
    rich.apply.mockRejectedValue(new DOMException('no', 'OverconstrainedError'));
    await expect(rich.camera.setZoom(9)).resolves.toBe(false);
  });

  it('takes a full photo where the browser can', async () => {
    const photo = new Blob(['full'], { type: 'image/jpeg' });
    vi.stubGlobal(
      'ImageCapture',
      class {
        takePhoto = async () => photo;
      },
    );
    const { camera } = cameraWith({});
    await expect(camera.takePhoto(document.createElement('video'))).resolves.toBe(photo);
  });

  it('takes the frame where the full photo fails', async () => {
    vi.stubGlobal(
      'ImageCapture',
      class {
        takePhoto = () => Promise.reject(new Error('no'));
      },
    );
    const { camera, stream } = cameraWith({});
    const video = document.createElement('video');
    video.muted = true;
    video.srcObject = stream;
    await video.play();
    const photo = await camera.takePhoto(video);
    const frame = await createImageBitmap(photo);
    expect([frame.width, frame.height]).toEqual([64, 48]);
    await expect(camera.takePhoto(document.createElement('video'))).rejects.toThrow('no picture');
  });

  it('tells when the camera stops by itself', () => {
    const { camera, stream } = cameraWith({});
    const told = vi.fn();
    const stop = camera.onEnded(told);
    stream.getVideoTracks()[0].dispatchEvent(new Event('ended'));
    stop();
    stream.getVideoTracks()[0].dispatchEvent(new Event('ended'));
    expect(told).toHaveBeenCalledTimes(1);
  });
});

it('offers the lenses at the back, or all where nobody knows', async () => {
  const device = (label: string, kind = 'videoinput') =>
    ({ kind, label, deviceId: `id of ${label}` }) as MediaDeviceInfo;
  const devices = vi.spyOn(navigator.mediaDevices, 'enumerateDevices');
  devices.mockResolvedValue([
    device('camera2 0, facing back'),
    device('front'),
    device('mic', 'audioinput'),
  ]);
  expect((await listLenses()).map(({ label }) => label)).toEqual(['camera2 0, facing back']);
  devices.mockResolvedValue([device('Webcam'), device('Capture stick')]);
  expect(await listLenses()).toHaveLength(2);
  devices.mockRejectedValue(new Error('no'));
  expect(await listLenses()).toEqual([]);
});
