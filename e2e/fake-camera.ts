// A Chromium whose camera shows one picture, and answers the question whether it may.
import { writeFile } from 'node:fs/promises';
import { chromium, type Browser } from '@playwright/test';
import sharp from 'sharp';

const WIDTH = 1280;
const HEIGHT = 960;
const SPOT_PX = 440;
const FRAMES = 8;

/** Launches a browser that films `picture`; `file` is where the film is written. */
export async function launchWithCamera(picture: string, file: string): Promise<Browser> {
  // As large as the guide ring, with its own edges mirrored around it as more skin.
  const spot = await sharp(picture).resize(SPOT_PX, SPOT_PX, { fit: 'cover' }).toBuffer();
  const frame = await sharp(spot)
    .extend({
      left: (WIDTH - SPOT_PX) / 2,
      right: (WIDTH - SPOT_PX) / 2,
      top: (HEIGHT - SPOT_PX) / 2,
      bottom: (HEIGHT - SPOT_PX) / 2,
      extendWith: 'mirror',
    })
    .jpeg({ quality: 95, chromaSubsampling: '4:2:0' })
    .toBuffer();
  // Motion JPEG: pictures one after the other, from the first again at the end.
  await writeFile(file, Buffer.concat(Array<Buffer>(FRAMES).fill(frame)));
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${file}`,
    ],
  });
}
