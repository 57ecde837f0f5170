// Training on WebGPU in Node, through Dawn, where a Vulkan driver is there: a real one, or
// the SwiftShader that comes with Chromium.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { curveDifference } from '../../src/core/train/testing';
import type { PrintedRun } from './testing';

const LIMIT_MS = 120_000;
const chromium = '/usr/lib/chromium';
const driver = `${chromium}/vk_swiftshader_icd.json`;

const swiftShader = existsSync(driver)
  ? {
      VK_ICD_FILENAMES: process.env.VK_ICD_FILENAMES ?? driver,
      // Chromium brings the Vulkan loader, too.
      LD_LIBRARY_PATH: [process.env.LD_LIBRARY_PATH, chromium].filter(Boolean).join(':'),
    }
  : {};

async function train(backend: string, network: string): Promise<PrintedRun> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', 'training/node/testing.ts', backend, network],
    {
      cwd: new URL('../../', import.meta.url),
      env: { ...process.env, ...swiftShader },
      timeout: LIMIT_MS,
    },
  );
  return JSON.parse(stdout) as PrintedRun;
}

it.for(['folded', 'normalised'])(
  'trains a tiny MobileNetV2, %s, on WebGPU as on cpu',
  { timeout: 2 * LIMIT_MS },
  async (network, { skip }) => {
    const onGpu = await train('webgpu', network);
    if (onGpu.kind === 'no-backend') {
      console.warn(`not tested: training on WebGPU in Node (${onGpu.why})`);
      return skip(onGpu.why);
    }
    const onCpu = await train('cpu', network);
    if (onCpu.kind === 'no-backend') throw new Error(onCpu.why);
    expect(onGpu.losses).toHaveLength(6);
    // As in Chromium (src/workers/training.browser.test.ts).
    expect(curveDifference(onGpu.losses, onCpu.losses)).toBeLessThan(2e-5);
  },
);
