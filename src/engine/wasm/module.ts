// Opens the compiled kernels over the memory of the running wasm backend.
import { CoreError } from '../../core/errors';

// Neither the DOM's types nor Node's are to be had here, and both have this.
declare const WebAssembly: {
  validate(bytes: ArrayBuffer): boolean;
  instantiate(bytes: ArrayBuffer, imports: object): Promise<{ instance: { exports: object } }>;
};

/** The memory of a running module; `buffer` is another one after it has grown. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
}

/** An address in the backend's memory, in bytes. */
export type Address = number;

/** What the AssemblyScript exports; sources and meaning in `assembly/`. */
export interface KernelModule {
  convolveScratch(filterHeight: number, run: number, filters: number): number;
  filterGradientScratch(filters: number): number;
  turnFilter(
    filter: Address,
    height: number,
    width: number,
    from: number,
    to: number,
    out: Address,
  ): void;
  pad(
    x: Address,
    ...args: [
      batch: number,
      height: number,
      width: number,
      channels: number,
      top: number,
      left: number,
      dilationHeight: number,
      dilationWidth: number,
      out: Address,
      outHeight: number,
      outWidth: number,
    ]
  ): void;
  convolve(
    x: Address,
    ...args: [
      batch: number,
      height: number,
      width: number,
      channels: number,
      filter: Address,
      turned: number,
      filterHeight: number,
      filterWidth: number,
      filters: number,
      strideHeight: number,
      strideWidth: number,
      bias: Address,
      lo: number,
      hi: number,
      out: Address,
      outHeight: number,
      outWidth: number,
      scratch: Address,
    ]
  ): void;
  filterGradient(
    x: Address,
    ...args: [
      batch: number,
      height: number,
      width: number,
      channels: number,
      dy: Address,
      outHeight: number,
      outWidth: number,
      filters: number,
      filterHeight: number,
      filterWidth: number,
      strideHeight: number,
      strideWidth: number,
      out: Address,
      scratch: Address,
    ]
  ): void;
  depthwise(
    x: Address,
    ...args: [
      batch: number,
      height: number,
      width: number,
      channels: number,
      filter: Address,
      filterHeight: number,
      filterWidth: number,
      strideHeight: number,
      strideWidth: number,
      top: number,
      left: number,
      bias: Address,
      lo: number,
      hi: number,
      out: Address,
      outHeight: number,
      outWidth: number,
    ]
  ): void;
  depthwiseInputGradient(
    dy: Address,
    ...args: [
      batch: number,
      height: number,
      width: number,
      channels: number,
      filter: Address,
      filterHeight: number,
      filterWidth: number,
      strideHeight: number,
      strideWidth: number,
      top: number,
      left: number,
      out: Address,
      outHeight: number,
      outWidth: number,
    ]
  ): void;
  depthwiseFilterGradient(
    x: Address,
    ...args: [
      batch: number,
      height: number,
      width: number,
      channels: number,
      dy: Address,
      outHeight: number,
      outWidth: number,
      filterHeight: number,
      filterWidth: number,
      strideHeight: number,
      strideWidth: number,
      top: number,
      left: number,
      out: Address,
    ]
  ): void;
  maxPoolGradient(
    x: Address,
    dy: Address,
    ...args: [
      batch: number,
      height: number,
      width: number,
      channels: number,
      windowHeight: number,
      windowWidth: number,
      strideHeight: number,
      strideWidth: number,
      top: number,
      left: number,
      out: Address,
      outHeight: number,
      outWidth: number,
    ]
  ): void;
  activationGradient(
    dy: Address,
    y: Address,
    size: number,
    lo: number,
    hi: number,
    out: Address,
  ): void;
  addRows(
    x: Address,
    outer: number,
    rows: number,
    columns: number,
    scale: number,
    out: Address,
  ): void;
  normMoments(x: Address, rows: number, channels: number, mean: Address, variance: Address): void;
  normApply(
    x: Address,
    ...args: [
      rows: number,
      channels: number,
      scale: Address,
      shift: Address,
      lo: number,
      hi: number,
      out: Address,
    ]
  ): void;
  normGradientSums(
    dy: Address,
    x: Address,
    ...args: [
      rows: number,
      channels: number,
      mean: Address,
      scale: Address,
      shift: Address,
      lo: number,
      hi: number,
      sums: Address,
      products: Address,
    ]
  ): void;
  normGradient(
    dy: Address,
    x: Address,
    ...args: [
      rows: number,
      channels: number,
      mean: Address,
      scale: Address,
      shift: Address,
      offset: Address,
      slope: Address,
      lo: number,
      hi: number,
      out: Address,
    ]
  ): void;
}

/** The compiled kernels, as bytes; `relaxed` is used where the engine takes it. */
export interface KernelBytes {
  readonly plain: ArrayBuffer;
  readonly relaxed: ArrayBuffer;
}

/** Opened kernels, and whether multiply-add is fused in them. */
export interface OpenKernels {
  readonly module: KernelModule;
  readonly fused: boolean;
}

/**
 * Opens the kernels over `memory`. Relaxed SIMD is told by whether the engine takes the
 * relaxed build: no list of browsers, no flag.
 * @throws CoreError `backend-unavailable` where there is no wasm SIMD at all.
 */
export async function openKernels(bytes: KernelBytes, memory: WasmMemory): Promise<OpenKernels> {
  const fused = WebAssembly.validate(bytes.relaxed);
  const chosen = fused ? bytes.relaxed : bytes.plain;
  if (!fused && !WebAssembly.validate(chosen)) {
    throw new CoreError('backend-unavailable', 'training kernels need WebAssembly SIMD');
  }
  const { instance } = await WebAssembly.instantiate(chosen, { env: { memory } });
  return { module: instance.exports as unknown as KernelModule, fused };
}
