// Brings the engine its backends in Node: the wasm binaries from node_modules, and WebGPU
// through Dawn where the optional package and a Vulkan driver are there.
import { createRequire } from 'node:module';
import { CoreError } from '../../src/core/errors';
import type { BackendChoice, BackendReport } from '../../src/engine/backend';
import { loadCpu } from '../../src/engine/cpu';
import type { EngineHost, LoadedBackend } from '../../src/engine/host';
import { selectBackend } from '../../src/engine/select';
import { loadWasm } from '../../src/engine/wasm/load';
import { loadWebgpu, type GpuPort } from '../../src/engine/webgpu';

const require = createRequire(import.meta.url);
const wasmFile = (name: string) => require.resolve(`@tensorflow/tfjs-backend-wasm/dist/${name}`);

const nodeHost: EngineHost = {
  webgpu: loadDawn,
  wasm: () =>
    loadWasm({
      plain: wasmFile('tfjs-backend-wasm.wasm'),
      simd: wasmFile('tfjs-backend-wasm-simd.wasm'),
    }),
  cpu: loadCpu,
};

/**
 * Leaves tfjs on a backend. With `webgpu` the process may not end by itself: Dawn holds
 * the event loop open.
 * @throws CoreError `backend-unavailable`, always for `webgl`.
 */
export async function openNodeBackend(choice: BackendChoice): Promise<BackendReport> {
  if (choice === 'webgl') {
    throw new CoreError('backend-unavailable', 'Node has no WebGL; use webgpu, wasm or cpu.');
  }
  return selectBackend(nodeHost, { choice });
}

async function loadDawn(): Promise<LoadedBackend> {
  const { create, globals } = await import('webgpu');
  const gpu: GpuPort & GPU = create([]);
  // tfjs looks for both names while its package loads, and keeps using them.
  Object.assign(globalThis, globals);
  Object.defineProperty(globalThis, 'navigator', {
    value: { gpu, userAgent: 'node' },
    configurable: true,
  });
  return loadWebgpu(gpu);
}
