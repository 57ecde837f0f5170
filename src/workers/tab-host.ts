// How the browser brings the engine its backends; the counterpart in Node is
// training/node/backend.ts. Each package is a chunk of its own.
import wasmUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { loadCpu } from '../engine/cpu';
import type { EngineHost } from '../engine/host';
import { loadWasm } from '../engine/wasm/load';
import { loadWebgl } from '../engine/webgl';
import { loadWebgpu } from '../engine/webgpu';

/** All four backends. */
export const tabHost: EngineHost = {
  webgpu: () => loadWebgpu(navigator.gpu),
  webgl: async () =>
    loadWebgl((attributes) => {
      // Made here because tfjs refuses an OffscreenCanvas in Safari and there is no
      // other canvas in a worker (tfjs#8267).
      if (typeof OffscreenCanvas === 'undefined') return null;
      return new OffscreenCanvas(300, 150).getContext('webgl2', attributes);
    }),
  wasm: () => loadWasm({ plain: wasmUrl, simd: simdUrl }),
  cpu: loadCpu,
};
