import { describe, expect, it } from 'vitest';
import { isSoftwareName } from './host';
import { TimeLimitError, withinTime } from '../core/time-limit';
import { loadWebgl } from './webgl';
import { loadWebgpu } from './webgpu';

describe('isSoftwareName', () => {
  it.each([
    ['ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero)), SwiftShader driver)', true],
    ['llvmpipe (LLVM 15.0.6, 256 bits)', true],
    ['lavapipe', true],
    ['Microsoft Basic Render Driver', true],
    ['Apple GPU', false],
    ['ANGLE (NVIDIA, NVIDIA GeForce RTX 3060 Direct3D11)', false],
    ['Adreno (TM) 740', false],
  ])('%s: %s', (name, software) => {
    expect(isSoftwareName(name)).toBe(software);
  });
});

describe('withinTime', () => {
  it('passes a result and an error on', async () => {
    await expect(withinTime(Promise.resolve(7), 50, 'x')).resolves.toBe(7);
    await expect(withinTime(Promise.reject(new Error('no')), 50, 'x')).rejects.toThrow('no');
  });
  it('names what took too long', async () => {
    const never = new Promise(() => undefined);
    await expect(withinTime(never, 5, 'the adapter')).rejects.toThrow(TimeLimitError);
    await expect(withinTime(never, 5, 'the adapter')).rejects.toThrow('the adapter took longer');
  });
});

describe('loadWebgpu', () => {
  it('says that there is none', async () => {
    await expect(loadWebgpu(undefined)).rejects.toThrow('no WebGPU here');
    const gpu = { requestAdapter: () => Promise.resolve(null) };
    await expect(loadWebgpu(gpu)).rejects.toThrow('no adapter');
  });
  it.each([
    [{ vendor: 'google', architecture: 'swiftshader' }, true],
    [{ vendor: 'acme', architecture: 'one', isFallbackAdapter: true }, true],
    [{ vendor: 'nvidia', architecture: 'ampere' }, false],
  ])('recognises %o as software: %s', async (info, software) => {
    const adapter = { info: { description: '', ...info } };
    const loaded = await loadWebgpu({ requestAdapter: () => Promise.resolve(adapter) });
    const detail = `${info.vendor} ${info.architecture}`;
    expect(loaded).toEqual({ detail, software, register: expect.any(Function) as unknown });
  });
});

describe('loadWebgl', () => {
  it('says that there is none', () => {
    expect(() => loadWebgl(() => null)).toThrow('no WebGL 2 here');
  });
});
