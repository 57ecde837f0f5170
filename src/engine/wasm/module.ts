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

type Picture = [batch: number, height: number, width: number, channels: number];
type Side = [height: number, width: number];
/** Height and width of a filter or window, then its strides. */
type Window = [height: number, width: number, strideHeight: number, strideWidth: number];
type Limits = [lo: number, hi: number];

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
      ...picture: Picture,
      ...corner: Side,
      dilationHeight: number,
      dilationWidth: number,
      out: Address,
      ...outSide: Side,
    ]
  ): void;
  convolve(
    x: Address,
    ...args: [
      ...picture: Picture,
      filter: Address,
      layout: number,
      ...filterSide: Side,
      filters: number,
      ...strides: Side,
      bias: Address,
      ...limits: Limits,
      out: Address,
      ...outSide: Side,
      scratch: Address,
    ]
  ): void;
  filterGradient(
    x: Address,
    ...args: [
      ...picture: Picture,
      dy: Address,
      ...outSide: Side,
      filters: number,
      ...window: Window,
      add: number,
      out: Address,
      scratch: Address,
    ]
  ): void;
  packFilters(
    count: number,
    filter: Address,
    ...args: [...filterSide: Side, channels: number, filters: number, out: Address]
  ): void;
  convolvePlanes(
    count: number,
    x: Address,
    ...args: [
      ...picture: Picture,
      packed: Address,
      ...filterSide: Side,
      filters: number,
      out: Address,
      ...outSide: Side,
      scratch: Address,
    ]
  ): void;
  filterGradientPlanes(
    count: number,
    x: Address,
    ...args: [
      ...picture: Picture,
      dy: Address,
      ...outSide: Side,
      filters: number,
      ...filterSide: Side,
      add: number,
      out: Address,
      scratch: Address,
    ]
  ): void;
  toPlanes(
    kind: number,
    m: number,
    x: Address,
    ...args: [...picture: Picture, planes: Address, ...tiles: Side, buffer: Address]
  ): void;
  fromPlanes(
    kind: number,
    m: number,
    planes: Address,
    ...args: [
      batch: number,
      ...tiles: Side,
      channels: number,
      add: number,
      bias: Address,
      ...limits: Limits,
      out: Address,
      ...outSide: Side,
      buffer: Address,
    ]
  ): void;
  depthwise(
    x: Address,
    ...args: [
      ...picture: Picture,
      filter: Address,
      ...window: Window,
      ...corner: Side,
      bias: Address,
      ...limits: Limits,
      out: Address,
      ...outSide: Side,
    ]
  ): void;
  depthwiseInputGradient(
    dy: Address,
    ...args: [
      ...picture: Picture,
      filter: Address,
      ...window: Window,
      ...corner: Side,
      out: Address,
      ...outSide: Side,
    ]
  ): void;
  depthwiseFilterGradient(
    x: Address,
    ...args: [
      ...picture: Picture,
      dy: Address,
      ...outSide: Side,
      ...window: Window,
      ...corner: Side,
      out: Address,
    ]
  ): void;
  maxPoolGradient(
    x: Address,
    dy: Address,
    ...args: [
      ...picture: Picture,
      ...window: Window,
      ...corner: Side,
      out: Address,
      ...outSide: Side,
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
      ...limits: Limits,
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
      ...limits: Limits,
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
      ...limits: Limits,
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
