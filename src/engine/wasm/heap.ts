// The wasm backend's memory as kernels see it: where a tensor lies, room for results and
// for scratch, and an honest error when the 4 GiB are full.
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { CoreError } from '../../core/errors';
import type { Address, WasmMemory } from './module';

/** The part of Emscripten's module that is used here. */
interface EmscriptenHeap {
  readonly HEAPU8: Uint8Array;
  readonly asm: { readonly memory: WasmMemory };
  _malloc: (bytes: number) => number;
  readonly _free: (address: number) => void;
}

/** Access to the memory of one running backend. */
export class Heap {
  readonly #backend: BackendWasm;
  readonly #wasm: EmscriptenHeap;
  readonly #malloc: (bytes: number) => number;

  /**
   * Takes over the backend's allocator: the stock one answers 0 when memory is full, and
   * the backend then writes over whatever lies at address 0.
   */
  constructor(backend: BackendWasm) {
    this.#backend = backend;
    this.#wasm = backend.wasm as unknown as EmscriptenHeap;
    this.#malloc = this.#wasm._malloc;
    this.#wasm._malloc = (bytes) => this.#allocate(bytes);
  }

  get memory(): WasmMemory {
    return this.#wasm.asm.memory;
  }

  /** Bytes of the heap. It never shrinks, so this is also its peak. */
  get bytes(): number {
    return this.#wasm.HEAPU8.length;
  }

  /** Where a float32 tensor's values start. */
  at({ dataId }: { readonly dataId: object }): Address {
    return this.#backend.dataIdMap.get(dataId).memoryOffset;
  }

  /** A new float32 tensor with undefined values, one reference. */
  output(shape: readonly number[]): TensorInfo {
    return this.#backend.makeOutput([...shape], 'float32');
  }

  /** Drops one reference to a tensor that `output` made. */
  release({ dataId }: TensorInfo): void {
    this.#backend.disposeData(dataId);
  }

  /** Runs `work` with room for `floats` undefined values, and takes it back. */
  scratch<T>(floats: number, work: (address: Address) => T): T {
    const address = this.#allocate(4 * floats) >>> 0;
    try {
      return work(address);
    } finally {
      this.#wasm._free(address);
    }
  }

  /** Gives the backend its own allocator back. */
  restore(): void {
    this.#wasm._malloc = this.#malloc;
  }

  // Signed, as Emscripten's own: callers shift it.
  #allocate(bytes: number): number {
    // More than 4 GiB would be taken modulo 4 GiB, and written all the same; kernels reckon in
    // 32 bits, and may ask for less than nothing.
    const address = bytes >= 0 && bytes < 2 ** 32 ? this.#malloc.call(this.#wasm, bytes) : 0;
    if (address === 0 && bytes !== 0) {
      throw new CoreError(
        'out-of-memory',
        `the wasm heap is full: ${toMiB(bytes)} MiB more were asked for, ${toMiB(this.bytes)} MiB of 4096 are in use or fragmented; use smaller batches or pictures`,
      );
    }
    return address;
  }
}

function toMiB(bytes: number): number {
  return Math.ceil(bytes / 2 ** 20);
}
