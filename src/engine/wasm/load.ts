// The WebAssembly backend, one thread. Threads would need cross-origin isolation, which
// broke iOS, and on two cores tfjs uses one thread anyway.
import { env } from '@tensorflow/tfjs-core';
import type { LoadedBackend } from '../host';

/** Where the binaries are: URLs in the browser, file paths in Node. */
export interface WasmPaths {
  readonly plain: string;
  readonly simd: string;
}

/** Loads the wasm backend; the binary itself comes when it starts. */
export async function loadWasm({ plain, simd }: WasmPaths): Promise<LoadedBackend> {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  setWasmPaths({
    'tfjs-backend-wasm.wasm': plain,
    'tfjs-backend-wasm-simd.wasm': simd,
    // tfjs demands an entry; the flag below keeps it from being used.
    'tfjs-backend-wasm-threaded-simd.wasm': simd,
  });
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  const hasSimd = await env().getAsync('WASM_HAS_SIMD_SUPPORT');
  return { detail: hasSimd ? 'SIMD, one thread' : 'no SIMD, one thread', software: false };
}
