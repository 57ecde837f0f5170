import { afterEach, describe, expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { page, userEvent } from 'vitest/browser';
import { drawLesion } from '../../../core/data/synthetic';
import { en } from '../../../i18n/en';
import CameraStep from './CameraStep.svelte';

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const words = en.camera;
// The shape of a phone's screen, so that all of it is seen; the ring takes 68 % of its width.
const [WIDTH, HEIGHT, RING] = [720, 1560, 490];

/** A stream that goes on showing one picture: grey, or grey with a drawn spot in the ring. */
function streamOf(shows: 'grey' | 'spot'): MediaStream {
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const context = canvas.getContext('2d')!;
  const { data } = drawLesion('even', 1, RING);
  const spot = context.createImageData(RING, RING);
  for (let i = 0; i < RING * RING; i++)
    spot.data.set([...data.subarray(3 * i, 3 * i + 3), 255], 4 * i);
  function draw() {
    context.fillStyle = 'grey';
    context.fillRect(0, 0, WIDTH, HEIGHT);
    if (shows === 'spot') context.putImageData(spot, (WIDTH - RING) / 2, (HEIGHT - RING) / 2);
  }
  draw();
  const timer = setInterval(draw, 40);
  const stream = canvas.captureStream();
  const [track] = stream.getTracks();
  const stop = track.stop.bind(track);
  track.stop = () => (clearInterval(timer), stop());
  return stream;
}

const isLive = (stream: MediaStream) =>
  stream.getTracks().every(({ readyState }) => readyState === 'live');

function show(answer: (constraints?: MediaStreamConstraints) => Promise<MediaStream>) {
  const asked = vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockImplementation(answer);
  const on = { onphoto: vi.fn(), onfile: vi.fn(), onclose: vi.fn() };
  const shown = render(CameraStep, { ghost: null, ...on });
  return { asked, shown, ...on };
}

const lens = (deviceId: string, label: string) =>
  ({ kind: 'videoinput', deviceId, label }) as MediaDeviceInfo;

describe('the camera', () => {
  it('hands over a photo taken by hand, with what the ring took of it', async () => {
    const { onphoto } = show(async () => streamOf('grey'));
    await page.getByRole('button', { name: words.automatic }).click();
    // The first frame is there.
    await expect.element(page.getByRole('status')).not.toHaveTextContent(words.opening);
    await page.getByRole('button', { name: words.shutter }).click();
    await expect.poll(() => onphoto).toHaveBeenCalledOnce();
    const [photo, share] = onphoto.mock.calls[0];
    expect(photo).toBeInstanceOf(Blob);
    expect(share).toBeGreaterThan(0);
    expect(share).toBeLessThanOrEqual(1);
  });

  it('goes off by itself over a sharp and steady spot', async () => {
    const { onphoto } = show(async () => streamOf('spot'));
    await expect.poll(() => onphoto).toHaveBeenCalled();
  });

  it('does not go off by itself when told not to', async () => {
    // The camera opens once it was told, however slow the click is.
    let open!: (stream: MediaStream) => void;
    const { onphoto } = show(() => new Promise((resolve) => (open = resolve)));
    const automatic = page.getByRole('button', { name: words.automatic });
    await automatic.click();
    await expect.element(automatic).toHaveAttribute('aria-pressed', 'false');
    open(streamOf('spot'));
    await expect.element(page.getByRole('status')).toHaveTextContent(words.hint.ready);
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect(onphoto).not.toHaveBeenCalled();
  });

  it('says when it gave no picture, and takes the next', async () => {
    vi.stubGlobal('ImageCapture', undefined);
    const canvas = vi
      .spyOn(OffscreenCanvas.prototype, 'convertToBlob')
      .mockRejectedValueOnce(new Error('no memory'));
    const { onphoto } = show(async () => streamOf('grey'));
    await page.getByRole('button', { name: words.automatic }).click();
    await expect.element(page.getByRole('status')).not.toHaveTextContent(words.opening);
    await page.getByRole('button', { name: words.shutter }).click();
    await expect.element(page.getByRole('status')).toHaveTextContent(words.notTaken);
    await page.getByRole('button', { name: words.shutter }).click();
    await expect.poll(() => onphoto).toHaveBeenCalledOnce();
    expect(canvas).toHaveBeenCalledTimes(2);
  });

  it('is stopped by Escape, by the cross, and with the step', async () => {
    const stream = streamOf('grey');
    const { shown, onclose } = show(async () => stream);
    await page.getByRole('button', { name: words.close }).click();
    await userEvent.keyboard('{Escape}');
    expect(onclose).toHaveBeenCalledTimes(2);
    (await shown).unmount();
    expect(isLive(stream)).toBe(false);
  });

  it('says when the system took it away', async () => {
    const stream = streamOf('grey');
    show(async () => stream);
    await expect.element(page.getByRole('status')).not.toHaveTextContent(words.opening);
    stream.getTracks()[0].dispatchEvent(new Event('ended'));
    await expect
      .element(page.getByRole('heading', { level: 1 }))
      .toHaveTextContent(words.refused.ended.title);
  });
});

describe('what it offers', () => {
  it('has no lamp, zoom or lenses where there are none', async () => {
    vi.spyOn(navigator.mediaDevices, 'enumerateDevices').mockResolvedValue([lens('a', 'Back')]);
    show(async () => streamOf('grey'));
    await expect.element(page.getByRole('button', { name: words.shutter })).toBeVisible();
    expect(page.getByRole('button', { name: words.lamp }).query()).toBeNull();
    expect(page.getByRole('slider').query()).toBeNull();
    expect(page.getByRole('combobox').query()).toBeNull();
  });

  it('switches the lamp and the zoom of a track that has them', async () => {
    const stream = streamOf('grey');
    const [track] = stream.getVideoTracks();
    const zoom = { min: 1, max: 5, step: 0.5 };
    vi.spyOn(track, 'getCapabilities').mockReturnValue({ torch: true, zoom } as never);
    const apply = vi.spyOn(track, 'applyConstraints').mockResolvedValue();
    show(async () => stream);
    const lamp = page.getByRole('button', { name: words.lamp });
    await lamp.click();
    expect(apply).toHaveBeenLastCalledWith({ advanced: [{ torch: true }] });
    await expect.element(lamp).toHaveAttribute('aria-pressed', 'true');
    await page.getByRole('slider', { name: words.zoom }).fill('2.5');
    expect(apply).toHaveBeenLastCalledWith({ advanced: [{ zoom: 2.5 }] });
  });

  it('changes to another lens and stops the first', async () => {
    const cameras = [lens('main', 'Back main'), lens('close', 'Back macro')];
    vi.spyOn(navigator.mediaDevices, 'enumerateDevices').mockResolvedValue(cameras);
    const first = streamOf('grey');
    const streams = [first, streamOf('grey')];
    const { asked } = show(async () => streams.shift()!);
    await page.getByRole('combobox', { name: words.lens }).selectOptions('Back macro');
    await expect.poll(() => isLive(first)).toBe(false);
    expect(asked.mock.calls[1][0]).toMatchObject({ video: { deviceId: { exact: 'close' } } });
  });

  it('lays an earlier photo over the ring, which can be taken away', async () => {
    vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockResolvedValue(streamOf('grey'));
    const ghost = await new OffscreenCanvas(8, 8).getContext('2d')!.canvas.convertToBlob();
    const { container } = await render(CameraStep, {
      ghost,
      onphoto: () => {},
      onfile: () => {},
      onclose: () => {},
    });
    const picture = () => container.querySelector('.ring img');
    await expect.poll(() => picture()).toMatchObject({ naturalWidth: 8 });
    await page.getByRole('button', { name: words.earlier }).click();
    expect(picture()).toBeNull();
  });
});

describe('no camera', () => {
  it.each([
    ['NotAllowedError', 'denied'],
    ['NotFoundError', 'missing'],
    ['NotReadableError', 'busy'],
  ] as const)('says in words what %s means', async (name, kind) => {
    show(() => Promise.reject(new DOMException('why', name)));
    const title = page.getByRole('heading', { level: 1 });
    await expect.element(title).toHaveTextContent(words.refused[kind].title);
    await expect.element(title).toHaveFocus();
    await expect.element(page.getByText(words.refused[kind].text)).toBeVisible();
  });

  it('leaves the other ways to a photo, and can be tried again', async () => {
    const { asked, onfile, onclose } = show(() =>
      Promise.reject(new DOMException('why', 'NotReadableError')),
    );
    const photo = new File(['x'], 'a.jpg', { type: 'image/jpeg' });
    await page.getByLabelText(words.gallery).upload(photo);
    expect(onfile).toHaveBeenCalledOnce();
    await page.getByRole('button', { name: words.back }).click();
    expect(onclose).toHaveBeenCalledOnce();
    asked.mockImplementation(async () => streamOf('grey'));
    await page.getByRole('button', { name: words.again }).click();
    await expect.element(page.getByRole('button', { name: words.shutter })).toBeVisible();
  });

  it('reports what it cannot name', async () => {
    show(() => Promise.reject(new DOMException('the driver is odd', 'OddError')));
    await expect.element(page.getByText('the driver is odd')).toBeVisible();
  });
});
