import { describe, expect, it } from 'vitest';
import { layOut, viewOf } from './parameters';

const kernel = { name: 'kernel', shape: [2, 3], decays: true };
const bias = { name: 'bias', shape: [3], decays: false };
const scale = { name: 'scale', shape: [], decays: false };

describe('layOut', () => {
  it('puts parameters end to end in their order', () => {
    const layout = layOut([kernel, scale, bias]);
    expect(layout.size).toBe(10);
    expect(layout.parameters).toEqual([
      { ...kernel, offset: 0, size: 6 },
      { ...scale, offset: 6, size: 1 },
      { ...bias, offset: 7, size: 3 },
    ]);
  });

  it('is empty for no parameters', () => {
    expect(layOut([])).toEqual({ size: 0, parameters: [] });
  });

  it('refuses two parameters of one name', () => {
    expect(() => layOut([kernel, bias, kernel])).toThrow(
      expect.objectContaining({ code: 'config-invalid', message: 'two parameters named "kernel"' }),
    );
  });

  it.each([[0], [-1], [1.5], [NaN]])('refuses a dimension of %s', (dimension) => {
    expect(() => layOut([{ ...kernel, shape: [2, dimension] }])).toThrow(
      expect.objectContaining({ code: 'config-invalid' }),
    );
  });
});

describe('viewOf', () => {
  it('is the part of the flat array, not a copy', () => {
    const { size, parameters } = layOut([kernel, bias]);
    const flat = Float32Array.from({ length: size }, (_, i) => i);
    const view = viewOf(flat, parameters[1]);
    expect([...view]).toEqual([6, 7, 8]);
    view[0] = -1;
    expect(flat[6]).toBe(-1);
  });

  it('works on shared memory', () => {
    const { size, parameters } = layOut([kernel, bias]);
    const flat = new Float32Array(new SharedArrayBuffer(4 * size));
    viewOf(flat, parameters[1]).fill(2);
    expect([...flat]).toEqual([0, 0, 0, 0, 0, 0, 2, 2, 2]);
  });

  it('refuses an array that ends too early', () => {
    const { parameters } = layOut([kernel, bias]);
    expect(() => viewOf(new Float32Array(8), parameters[1])).toThrow(
      expect.objectContaining({
        code: 'config-invalid',
        message: 'parameter "bias" ends at 9, the array at 8',
      }),
    );
  });
});
