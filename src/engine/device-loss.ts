// Tells when the GPU is gone. tfjs never recovers it: after a lost WebGL context `data()`
// stays pending, after a lost WebGPU device everything rejects.
import { backend } from '@tensorflow/tfjs-core';

interface WebgpuParts {
  readonly device: {
    readonly lost: Promise<{ readonly reason: string; readonly message: string }>;
  };
}
interface WebglParts {
  readonly gpgpu: {
    readonly gl: {
      readonly canvas: { addEventListener(type: 'webglcontextlost', listener: () => void): void };
    };
  };
}

/** Calls `onlost` once with the reason if the running backend loses its device. */
export function watchDeviceLoss(onlost: (reason: string) => void): void {
  // tfjs types neither part; the checks below are what the cast rests on.
  const running = backend() as Partial<WebgpuParts & WebglParts>;
  if (running.device?.lost) {
    void running.device.lost.then(({ reason, message }) => {
      // 'destroyed' is our own doing.
      if (reason !== 'destroyed') onlost(`the WebGPU device was lost: ${message}`);
    });
  }
  running.gpgpu?.gl.canvas.addEventListener('webglcontextlost', () => {
    onlost('the WebGL context was lost');
  });
}
