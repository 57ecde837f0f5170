// Fake backends compute with the cpu's kernels under another name and go wrong on purpose.
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import {
  copyRegisteredKernels,
  findBackendFactory,
  getBackend,
  memory,
  registerBackend,
  removeBackend,
  type DataId,
  type KernelBackend,
} from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { BackendName, BackendVerdict } from './backend';
import { loadCpu } from './cpu';
import type { EngineHost, LoadBackend } from './host';
import { selectBackend } from './select';

type Fake = 'right' | 'wrong' | 'hangs' | 'never-starts' | 'fails-to-start' | 'dirty-death';
const fakeNames = ['webgpu', 'webgl', 'wasm'] as const;
for (const name of fakeNames) copyRegisteredKernels('cpu', name);

class WrongBackend extends MathBackendCPU {
  override async read(id: DataId) {
    const values = await super.read(id);
    return (values as Float32Array).map((value) => value + 0.01);
  }
}
class HangingBackend extends MathBackendCPU {
  override read(): Promise<never> {
    return new Promise(() => undefined);
  }
}
class DirtyBackend extends WrongBackend {
  #refused = false;
  override dispose(): void {
    if (this.#refused) return;
    this.#refused = true;
    throw new Error('cannot let go');
  }
}

const factories: Record<Fake, () => KernelBackend | Promise<KernelBackend>> = {
  right: () => new MathBackendCPU(),
  wrong: () => new WrongBackend(),
  hangs: () => new HangingBackend(),
  'never-starts': () => new Promise<KernelBackend>(() => undefined),
  'fails-to-start': () => Promise.reject(new Error('no device')),
  'dirty-death': () => new DirtyBackend(),
};

const loads: BackendName[] = [];
function fake(name: BackendName, kind: Fake, software = false): LoadBackend {
  return async () => {
    loads.push(name);
    const register = () => {
      if (!findBackendFactory(name)) registerBackend(name, factories[kind]);
      return Promise.resolve();
    };
    return { detail: `fake ${name}`, software, register };
  };
}
function verdictsOf(verdicts: readonly BackendVerdict[]): string[] {
  return verdicts.map(({ backend, verdict }) => `${backend} ${verdict}`);
}
const limitsMs = { gpu: 100, software: 100, processor: 2_000 };

afterEach(() => {
  loads.length = 0;
  for (const name of fakeNames) {
    if (findBackendFactory(name)) removeBackend(name);
  }
});

describe('selectBackend', () => {
  const order: [string, EngineHost, string[]][] = [
    [
      'takes the first that is right and loads no other',
      { webgpu: fake('webgpu', 'right'), webgl: fake('webgl', 'right'), cpu: loadCpu },
      ['webgpu accepted'],
    ],
    [
      'goes down past one the host has not and one that cannot be loaded',
      {
        webgl: () => Promise.reject(new Error('blocked by policy')),
        wasm: fake('wasm', 'right'),
        cpu: loadCpu,
      },
      ['webgpu unavailable', 'webgl unavailable', 'wasm accepted'],
    ],
    [
      'skips software GPUs without starting them',
      {
        webgpu: fake('webgpu', 'hangs', true),
        webgl: fake('webgl', 'right', true),
        wasm: fake('wasm', 'right'),
      },
      ['webgpu software', 'webgl software', 'wasm accepted'],
    ],
    [
      'rejects a wrong answer',
      { webgpu: fake('webgpu', 'wrong'), webgl: fake('webgl', 'right') },
      ['webgpu wrong-answer', 'webgl accepted'],
    ],
    [
      'gives up on one that never answers',
      { webgpu: fake('webgpu', 'hangs'), webgl: fake('webgl', 'right') },
      ['webgpu timed-out', 'webgl accepted'],
    ],
    [
      'gives up on one that never starts',
      { webgpu: fake('webgpu', 'never-starts'), webgl: fake('webgl', 'right') },
      ['webgpu timed-out', 'webgl accepted'],
    ],
    [
      'notices that tfjs says false instead of throwing',
      { webgpu: fake('webgpu', 'fails-to-start'), webgl: fake('webgl', 'right') },
      ['webgpu unavailable', 'webgl accepted'],
    ],
    [
      'survives one that fails to clean up',
      { webgpu: fake('webgpu', 'dirty-death'), webgl: fake('webgl', 'right') },
      ['webgpu wrong-answer', 'webgl accepted'],
    ],
  ];
  it.each(order)('%s', async (_, host, expected) => {
    const before = memory().numTensors;
    const report = await selectBackend(host, { choice: 'auto', limitsMs });
    expect(verdictsOf(report.verdicts)).toEqual(expected);
    expect(getBackend()).toBe(report.backend);
    expect(report.fellBack).toBe(false);
    expect(memory().numTensors).toBe(before);
    for (const name of loads) expect(expected.join()).toContain(name);
  });

  it('leaves the packages of software GPUs where they are', async () => {
    const register = vi.fn();
    const webgpu = () => Promise.resolve({ detail: 'SwiftShader', software: true, register });
    await selectBackend({ webgpu, wasm: fake('wasm', 'right') }, { choice: 'auto', limitsMs });
    expect(register).not.toHaveBeenCalled();
  });

  it('keeps the chosen backend when a slow one starts late', async () => {
    let wake = (_: KernelBackend) => {};
    const late = new Promise<KernelBackend>((resolve) => (wake = resolve));
    const webgpu: LoadBackend = async () => {
      registerBackend('webgpu', () => late);
      return { detail: 'late', software: false };
    };
    await selectBackend({ webgpu, wasm: fake('wasm', 'right') }, { choice: 'auto', limitsMs });
    wake(new MathBackendCPU());
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(getBackend()).toBe('wasm');
  });

  it('tries a software GPU that is asked for by name', async () => {
    const host = { webgl: fake('webgl', 'right', true), cpu: loadCpu };
    const report = await selectBackend(host, { choice: 'webgl', limitsMs });
    expect(report).toMatchObject({ backend: 'webgl', asked: 'webgl', fellBack: false });
  });

  it('says that it fell back, and goes down from the one asked for', async () => {
    const host = {
      webgpu: fake('webgpu', 'right'),
      webgl: fake('webgl', 'wrong'),
      wasm: fake('wasm', 'right'),
    };
    const report = await selectBackend(host, { choice: 'webgl', limitsMs });
    expect(report).toMatchObject({ backend: 'wasm', asked: 'webgl', fellBack: true });
    expect(loads).toEqual(['webgl', 'wasm']);
  });

  const memories: [BackendVerdict['verdict'], BackendName, boolean][] = [
    ['wrong-answer', 'webgpu', false],
    ['timed-out', 'webgpu', false],
    ['unavailable', 'webgpu', true],
    ['software', 'webgpu', true],
    ['accepted', 'webgpu', true],
  ];
  it.each(memories)('remembered %s of %s: tried again is %s', async (verdict, backend, again) => {
    const remembered = [{ backend, verdict, detail: 'last week' }];
    const host = { webgpu: fake('webgpu', 'right'), wasm: fake('wasm', 'right') };
    const report = await selectBackend(host, { choice: 'auto', remembered, limitsMs });
    expect(report.backend).toBe(again ? 'webgpu' : 'wasm');
    // It stays in the report, and so stays remembered.
    if (!again) expect(report.verdicts[0]).toEqual(remembered[0]);
  });

  it('tries a remembered failure again when asked by name', async () => {
    const remembered = [{ backend: 'webgpu', verdict: 'timed-out', detail: '' }] as const;
    const host = { webgpu: fake('webgpu', 'right') };
    const report = await selectBackend(host, { choice: 'webgpu', remembered, limitsMs });
    expect(report.backend).toBe('webgpu');
  });

  it('tries wasm again after a time-out, which may have been the line', async () => {
    const remembered = [{ backend: 'wasm', verdict: 'timed-out', detail: '' }] as const;
    const host = { wasm: fake('wasm', 'right'), cpu: loadCpu };
    const report = await selectBackend(host, { choice: 'auto', remembered, limitsMs });
    expect(report.backend).toBe('wasm');
  });

  it('throws with every reason if nothing works', async () => {
    const host = { wasm: fake('wasm', 'wrong') };
    await expect(selectBackend(host, { choice: 'auto', limitsMs })).rejects.toMatchObject({
      code: 'backend-unavailable',
      message: expect.stringMatching(/wasm wrong-answer.*cpu unavailable/) as string,
    });
  });

  it('tells of every verdict as it falls', async () => {
    const heard: BackendVerdict[] = [];
    const host = { webgl: fake('webgl', 'right') };
    const report = await selectBackend(host, {
      choice: 'auto',
      limitsMs,
      onverdict: (verdict) => heard.push(verdict),
    });
    expect(heard).toEqual(report.verdicts);
  });
});
