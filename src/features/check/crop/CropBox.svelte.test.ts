import { beforeEach, describe, expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { page, userEvent } from 'vitest/browser';
import { rgbImage } from '../../../core/image/rgb-image';
import { en } from '../../../i18n/en';
import CropBox from './CropBox.svelte';
import CropButtons from './CropButtons.svelte';

const image = rgbImage(new Uint8ClampedArray(400 * 300 * 3).fill(128), 400, 300);
const crop = { left: 100, top: 100, side: 100 };
const oncrop = vi.fn();

beforeEach(() => {
  oncrop.mockReset();
});

describe('by keys', () => {
  // 2 % and 10 % of 300 pixels.
  it.each([
    ['{ArrowLeft}', { left: 94, top: 100, side: 100 }],
    ['{ArrowDown}', { left: 100, top: 106, side: 100 }],
    ['{Shift>}{ArrowRight}{/Shift}', { left: 130, top: 100, side: 100 }],
    ['{+}', { left: 94, top: 94, side: 112 }],
    ['-', { left: 106, top: 106, side: 88 }],
  ])('%s moves or sizes the square', async (keys, expected) => {
    await render(CropBox, { image, crop, label: 'photo', oncrop });
    page.getByRole('group', { name: en.crop.group }).element().focus();
    await userEvent.keyboard(keys);
    expect(oncrop).toHaveBeenLastCalledWith(expected);
  });

  it('leaves other keys alone', async () => {
    await render(CropBox, { image, crop, label: 'photo', oncrop });
    page.getByRole('group', { name: en.crop.group }).element().focus();
    await userEvent.keyboard('{Tab}');
    expect(oncrop).not.toHaveBeenCalled();
  });
});

describe('by hand', () => {
  // The pointer is played by events: what counts is pixels of the screen against pixels
  // of the picture.
  async function drag(part: string, dx: number, dy: number) {
    const { container } = await render(CropBox, { image, crop, label: 'photo', oncrop });
    const node = container.querySelector<HTMLElement>(part)!;
    node.setPointerCapture = () => undefined;
    const scale = container.querySelector('.stage')!.clientWidth / image.width;
    const fire = (type: string, x: number, y: number) =>
      node.dispatchEvent(
        new PointerEvent(type, {
          bubbles: true,
          pointerId: 1,
          button: 0,
          clientX: x * scale,
          clientY: y * scale,
        }),
      );
    fire('pointerdown', 0, 0);
    fire('pointermove', dx, dy);
    fire('pointerup', dx, dy);
    fire('pointermove', 0, 0);
  }

  it('drags the square', async () => {
    await drag('.square', 40, -20);
    expect(oncrop.mock.calls).toEqual([[{ left: 140, top: 80, side: 100 }]]);
  });

  it('drags a corner against the opposite one', async () => {
    await drag('[data-corner="top-left"]', -30, -30);
    expect(oncrop.mock.calls).toEqual([[{ left: 70, top: 70, side: 130 }]]);
  });
});

it('says where the square is', async () => {
  await render(CropBox, { image, crop, label: 'photo', oncrop });
  const group = page.getByRole('group', { name: en.crop.group });
  await expect
    .element(group)
    .toHaveAccessibleDescription(/Square 100 pixels wide, 100 from the left/);
});

it('does the same by buttons', async () => {
  await render(CropButtons, { image, crop, oncrop });
  await page.getByRole('button', { name: en.crop.larger }).click();
  expect(oncrop).toHaveBeenLastCalledWith({ left: 82, top: 82, side: 136 });
  await page.getByRole('button', { name: en.crop.up }).click();
  expect(oncrop).toHaveBeenLastCalledWith({ left: 100, top: 82, side: 100 });
});
