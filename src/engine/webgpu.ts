// The WebGPU backend: `navigator.gpu` in the tab, Dawn in Node.
import { isSoftwareName, type LoadedBackend } from './host';
import { withinTime } from '../core/time-limit';

/** The part of WebGPU used here. */
export interface GpuPort {
  requestAdapter(options: { powerPreference: 'high-performance' }): Promise<AdapterPort | null>;
}
interface AdapterPort {
  readonly info: AdapterInfo;
}
interface AdapterInfo {
  readonly vendor: string;
  readonly architecture: string;
  readonly description: string;
  readonly isFallbackAdapter?: boolean;
}

const ADAPTER_LIMIT_MS = 8_000;

/**
 * Looks for the webgpu backend. In Node, `navigator.gpu` must be there before: tfjs registers
 * the backend while its package loads.
 * @throws Error saying why there is no WebGPU.
 */
export async function loadWebgpu(gpu: GpuPort | undefined): Promise<LoadedBackend> {
  if (!gpu) throw new Error('no WebGPU here');
  // `navigator.gpu` alone promises nothing: an adapter may still be missing.
  const adapter = await withinTime(
    gpu.requestAdapter({ powerPreference: 'high-performance' }),
    ADAPTER_LIMIT_MS,
    'asking for a WebGPU adapter',
  );
  if (!adapter) throw new Error('WebGPU has no adapter');
  const { vendor, architecture, description, isFallbackAdapter } = adapter.info;
  const detail = [vendor, architecture, description].filter(Boolean).join(' ') || 'unnamed adapter';
  return {
    detail,
    software: isFallbackAdapter === true || isSoftwareName(detail),
    register: async () => void (await import('@tensorflow/tfjs-backend-webgpu')),
  };
}
