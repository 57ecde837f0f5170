// Makes the running wasm backend able to train convolutional networks: the kernels that
// tfjs-backend-wasm 4.22 lacks, and faster or right ones for some it has.
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { backend, getBackend } from '@tensorflow/tfjs-core';
import { CoreError } from '../../core/errors';
import { Heap } from './heap';
import { activationGradient } from './kernels/activation';
import { batchNormGradient, batchNormTraining } from './kernels/batch-norm';
import {
  conv2d,
  conv2dFilterGradient,
  conv2dInputGradient,
  fusedConv2d,
} from './kernels/convolution';
import {
  depthwiseConv2d,
  depthwiseFilterGradient,
  depthwiseInputGradient,
  fusedDepthwiseConv2d,
} from './kernels/depthwise';
import { batchMatMul } from './kernels/matrix-product';
import { maxPoolGradient } from './kernels/max-pool';
import { cast, identity } from './kernels/no-copy';
import { mean, sum } from './kernels/reduce';
import { replaceKernels } from './kernels/registry';
import { openKernels, type KernelBytes } from './module';

/** Installed training kernels. */
export interface TrainingKernels {
  /** Whether multiply-add is fused (relaxed SIMD). */
  readonly fused: boolean;
  /** Bytes of the backend's heap; it never shrinks, so this is its peak. */
  heapBytes(): number;
  /** Puts tfjs's own kernels and allocator back. */
  uninstall(): void;
}

/**
 * Installs the training kernels on the current backend.
 * @throws CoreError `backend-unavailable` when that is not wasm, or has no SIMD.
 */
export async function installTrainingKernels(bytes: KernelBytes): Promise<TrainingKernels> {
  if (getBackend() !== 'wasm') {
    throw new CoreError(
      'backend-unavailable',
      `these kernels are for wasm, and ${getBackend()} is running`,
    );
  }
  const heap = new Heap(backend() as BackendWasm);
  const { module, fused } = await openKernels(bytes, heap.memory).catch((error: unknown) => {
    heap.restore();
    throw error;
  });
  const putBack = replaceKernels(
    {
      Conv2D: conv2d,
      FusedConv2D: fusedConv2d,
      Conv2DBackpropInput: conv2dInputGradient,
      Conv2DBackpropFilter: conv2dFilterGradient,
      DepthwiseConv2dNative: depthwiseConv2d,
      FusedDepthwiseConv2D: fusedDepthwiseConv2d,
      DepthwiseConv2dNativeBackpropInput: depthwiseInputGradient,
      DepthwiseConv2dNativeBackpropFilter: depthwiseFilterGradient,
      BatchMatMul: batchMatMul,
      MaxPoolGrad: maxPoolGradient,
      Identity: identity,
      Cast: cast,
      Sum: sum,
      Mean: mean,
      ActivationGradient: activationGradient,
      BatchNormTraining: batchNormTraining,
      BatchNormGradient: batchNormGradient,
    },
    { heap, module },
  );
  return {
    fused,
    heapBytes: () => heap.bytes,
    uninstall: () => {
      putBack();
      heap.restore();
    },
  };
}
