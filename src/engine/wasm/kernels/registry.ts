// Puts kernels in place of tfjs's, keeping the replaced ones for the cases ours leave.
import {
  getKernel,
  registerKernel,
  unregisterKernel,
  type KernelConfig,
  type KernelFunc,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import type { Heap } from '../heap';
import type { KernelModule } from '../module';

/** What a kernel works with. */
export interface KernelContext {
  readonly heap: Heap;
  readonly module: KernelModule;
}

/** Arguments of a kernel; those that its name promises are there. */
export interface KernelArguments {
  readonly inputs: Readonly<Record<string, TensorInfo>>;
  readonly attrs: Readonly<Record<string, unknown>>;
  readonly backend: unknown;
}

/** A kernel as tfjs calls it. */
type StockKernel = (args: KernelArguments) => ReturnType<KernelFunc>;

/**
 * A kernel of ours. `stock` is the one it replaces; throws where there is none, naming the
 * case that is not covered.
 */
export type Kernel = (
  args: KernelArguments,
  context: KernelContext,
  stock: StockKernel,
) => ReturnType<KernelFunc>;

/** Registers `kernels` for wasm by name; the returned function puts the old ones back. */
export function replaceKernels(
  kernels: Readonly<Record<string, Kernel>>,
  context: KernelContext,
): () => void {
  const replaced = Object.entries(kernels).map(([kernelName, kernel]) => {
    const old = getKernel(kernelName, 'wasm') as KernelConfig | undefined;
    const stock = (old?.kernelFunc as StockKernel | undefined) ?? notCovered(kernelName);
    if (old) unregisterKernel(kernelName, 'wasm');
    const kernelFunc = (args: KernelArguments) => kernel(args, context, stock);
    registerKernel({ kernelName, backendName: 'wasm', kernelFunc: kernelFunc as KernelFunc });
    return { kernelName, old };
  });
  return () => {
    for (const { kernelName, old } of replaced) {
      unregisterKernel(kernelName, 'wasm');
      // Its setup ran when the backend started, and must not run twice.
      if (old) registerKernel({ ...old, setupFunc: undefined });
    }
  };
}

function notCovered(kernelName: string): StockKernel {
  return () => {
    throw new Error(`${kernelName} on wasm: this dtype, layout or dilation is not supported`);
  };
}
